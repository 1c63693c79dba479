package org.prmscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.bench.BenchSubject;
import org.prmscope.bench.ModelBench;
import org.prmscope.core.ComputeMode;
import org.prmscope.run.HealthCheck;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;
import org.prmscope.train.finetune.FineTuning;
import org.prmscope.ui.fake.FakeRun;
import org.prmscope.ui.fake.FakeWorkbench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/// With a workbench whose runs go on only when told to.
@Timeout(60)
class VerificationRunTest {
    @TempDir Path folder;

    private final FakeWorkbench workbench = FakeWorkbench.withSet(0, 0);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path rows = Path.of("");

    @BeforeEach
    void threeChainsAtATime() {
        rows = folder.resolve("rows.jsonl");
        workbench.rows(3);
        workbench.openWith(5);
    }

    private CompletableFuture<Integer> start(String... more) {
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        List<String> args =
                new ArrayList<>(
                        List.of("verify", "--input", "five.json", "--out", rows.toString()));
        args.addAll(List.of(more));
        return CompletableFuture.supplyAsync(() ->
                PrmScopeCommand.parser(new Opener(), console).execute(args.toArray(String[]::new)));
    }

    private FakeRun begun() throws InterruptedException {
        while (!workbench.isRunning()) {
            Thread.sleep(5);
        }
        FakeRun run = workbench.run();
        run.write(4);
        return run;
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(rows)) {
            ids.add(new ObjectMapper().readTree(line).get("id").asText());
        }
        return ids;
    }

    @Test
    void rowsKeepTheFilesOrderWhateverEndsFirst() throws Exception {
        CompletableFuture<Integer> code = start();
        FakeRun run = begun();
        run.finish("gsm8k-2");
        run.write(4);
        run.finish("gsm8k-3");
        run.finish("gsm8k-1");
        run.finish("gsm8k-0");
        run.write(4);
        run.finish("gsm8k-4");

        assertEquals(0, code.get(), () -> err.toString(StandardCharsets.UTF_8));
        assertEquals(List.of("gsm8k-0", "gsm8k-1", "gsm8k-2", "gsm8k-3", "gsm8k-4"), ids());
    }

    @Test
    void whatWasFinishedIsWrittenAlsoWhenTheRunWasCancelledBeforeAnEarlierOne() throws Exception {
        CompletableFuture<Integer> code = start();
        FakeRun run = begun();
        run.finish("gsm8k-2");
        run.finish("gsm8k-1");
        run.cancel();

        assertEquals(ExitCode.FINDINGS.code(), code.get());
        assertEquals(List.of("gsm8k-1", "gsm8k-2"), ids());
    }

    @Test
    void aRunThatIsCancelledBeforeItsFirstRowDoesNotNameAFileAsItsResult() throws Exception {
        Files.writeString(rows, "older");
        CompletableFuture<Integer> code = start("--overwrite");
        begun().cancel();

        assertEquals(ExitCode.FINDINGS.code(), code.get());
        String told = out.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("no row was written; " + rows + " is as it was before"), told);
        assertFalse(told.contains("rows in"), told);
        assertEquals("older", Files.readString(rows));
    }

    @Test
    void rowsAndSummarySayWhatComputedThem() throws Exception {
        workbench.place("Runs on the CPU: libcudnn.so.9 was not found.");
        CompletableFuture<Integer> code = start("--json", "--rows", "3", "--device", "auto");
        FakeRun run = begun();
        while (!run.snapshot().state().isOver()) {
            run.finishOne();
        }

        assertEquals(0, code.get());
        assertEquals(
                new LoadOptions(LoadOptions.Device.AUTOMATIC, ComputeMode.FAST, 3, 0),
                run.request().verifier().options());
        ObjectMapper json = new ObjectMapper();
        JsonNode summary = json.readTree(out.toString(StandardCharsets.UTF_8));
        JsonNode row = json.readTree(Files.readAllLines(rows).getFirst());
        for (JsonNode computation : List.of(summary.get("computation"), row.get("computation"))) {
            assertEquals("CPU", computation.get("device").asText());
            assertEquals(2, computation.get("threads").asInt());
            assertEquals("fast", computation.get("mode").asText());
            assertEquals(3, computation.get("rows").asInt());
            assertEquals("float32", computation.get("kernels").asText());
        }
        String told = err.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("loaded on CPU (fast, 3 at a time), 2 threads, float32"), told);
        assertTrue(told.contains("libcudnn.so.9 was not found"), told);
    }

    private final class Opener implements WorkbenchOpener {
        @Override
        public Workbench open(@Nullable Path workspace) {
            return workbench;
        }

        @Override
        public List<HealthCheck> examine(@Nullable Path workspace) {
            throw new AssertionError("not used here");
        }

        @Override
        public String version() {
            return "test";
        }

        @Override
        public int withExecutor(WithExecutor work) {
            throw new AssertionError("not used here");
        }

        @Override
        public BenchSubject subject(VerifierChoice choice) {
            throw new AssertionError("not used here");
        }

        @Override
        public ModelBench.Plan plan(String commit, boolean genPrm) {
            throw new AssertionError("not used here");
        }

        @Override
        public FineTuning.Machine machine() {
            throw new AssertionError("not used here");
        }

        @Override
        public LongSupplier nanoTime() {
            return System::nanoTime;
        }
    }
}
