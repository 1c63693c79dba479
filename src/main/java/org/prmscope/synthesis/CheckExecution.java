package org.prmscope.synthesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.WorkbenchException;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.sandbox.CodeSession;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/// Runs many code checks for real, hundreds in one process, each in a namespace of its own.
public final class CheckExecution {
    private static final int BATCH = 400;
    private static final CodeLimits LIMITS = new CodeLimits(60_000, 1L << 30, 4 << 20, 32);
    private static final String SCRIPT =
            """
            import contextlib, io, json
            outputs = []
            for code in json.loads(CODES):
                printed = io.StringIO()
                try:
                    with contextlib.redirect_stdout(printed):
                        exec(code, {})
                    outputs.append(printed.getvalue())
                except Exception as error:
                    outputs.append("Code execute Error: %s: %s" % (type(error).__name__, error))
            print(json.dumps(outputs))
            """;

    private final CodeExecutor executor;
    private final JsonMapper json = new JsonMapper();

    public CheckExecution(CodeExecutor executor) {
        this.executor = executor;
    }

    /// What each check printed, in order.
    ///
    /// @throws WorkbenchException if there is no interpreter or a batch did not run to its end
    /// @throws CancellationException if cancelled
    public List<String> run(List<String> codes, Cancellation cancellation)
            throws WorkbenchException {
        List<String> outputs = new ArrayList<>(codes.size());
        for (int from = 0; from < codes.size(); from += BATCH) {
            List<String> batch = codes.subList(from, Math.min(from + BATCH, codes.size()));
            outputs.addAll(batch(batch, cancellation));
        }
        return outputs;
    }

    private List<String> batch(List<String> codes, Cancellation cancellation)
            throws WorkbenchException {
        try (CodeSession session = executor.open(LIMITS)) {
            String literal = json.writeValueAsString(json.writeValueAsString(codes));
            CodeResult result = session.run(SCRIPT.replace("CODES", literal), cancellation);
            if (!(result.outcome() instanceof CodeOutcome.Completed)) {
                if (cancellation.isCancelled()) {
                    throw new CancellationException("code checks were cancelled");
                }
                throw failed(
                        "A batch of code checks did not finish",
                        codes.size() + " checks that run to their end",
                        said(result));
            }
            String[] printed = json.readValue(result.stdout(), String[].class);
            if (printed.length != codes.size()) {
                throw failed(
                        "A batch of code checks lost outputs",
                        codes.size() + " outputs",
                        String.valueOf(printed.length));
            }
            return List.of(printed);
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    failed(
                                    "The outputs of a batch of code checks are not JSON",
                                    "a list of " + codes.size() + " outputs",
                                    String.valueOf(e.getOriginalMessage()))
                            .report(),
                    e);
        }
    }

    private WorkbenchException failed(String what, String expected, String found) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        what,
                        executor.description(),
                        expected,
                        found,
                        "Free memory or stop other programs, and start again: what was done is"
                                + " kept. prmscope doctor says whether code runs here."));
    }

    private static String said(CodeResult result) {
        String how =
                switch (result.outcome()) {
                    case CodeOutcome.Completed() -> "it ran to its end";
                    case CodeOutcome.Raised(String type, String message, Integer _) ->
                            type + ": " + message;
                    case CodeOutcome.LimitHit(CodeOutcome.Limit limit) ->
                            "stopped at the limit of " + limit.name().toLowerCase(Locale.ROOT);
                    case CodeOutcome.NoCode() -> "there was no code";
                    case CodeOutcome.NotRun() -> "it was not run";
                    case CodeOutcome.Unavailable(String reason) -> reason;
                };
        String printed = result.stderr().strip();
        return printed.isEmpty() ? how : how + "; " + printed;
    }
}
