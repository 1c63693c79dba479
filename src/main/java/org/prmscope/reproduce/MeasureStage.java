package org.prmscope.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.CodeMode;
import org.prmscope.core.Sha256;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.report.OutputFile;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;
import org.prmscope.synthesis.ProcessBenchText;
import org.prmscope.synthesis.SampleSets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures verifiers on the held-out set.
final class MeasureStage {
    private static final String HELD_OUT = "held-out.json";

    private final Experiment experiment;

    MeasureStage(Experiment experiment) {
        this.experiment = experiment;
    }

    /// Measures the models of a seed, one chain a solution.
    ///
    /// @param models a model folder for each arm
    /// @param hashes what tells those models from others, for the manifest
    Map<Arm, Predictions> run(int seed, Map<Arm, Path> models, Map<Arm, String> hashes)
            throws WorkbenchException {
        String heldOut = heldOut();
        ObjectNode plan = experiment.plan("measure", seed);
        plan.put("heldOut", StageFolder.sha256(heldOut));
        hashes.forEach((arm, hash) -> plan.put(arm.word(), hash));
        StageFolder stage = StageFolder.open(experiment.stage(seed, "measured"), plan);
        if (!stage.isDone()) {
            measure(seed, stage, heldOut, models);
        } else {
            experiment.tell("seed %d: the measurements are there".formatted(seed));
        }
        Map<Arm, Predictions> predictions = new EnumMap<>(Arm.class);
        for (Arm arm : models.keySet()) {
            predictions.put(arm, read(stage, arm.word()));
        }
        return predictions;
    }

    private void measure(int seed, StageFolder stage, String heldOut, Map<Arm, Path> models)
            throws WorkbenchException {
        Path input = stage.path().resolve(HELD_OUT);
        OutputFile.write(input, heldOut);
        ObjectNode result = new JsonMapper().createObjectNode();
        try (CostLog.Piece _ = experiment.costs().begin("measuring");
                Workbench workbench = open(stage)) {
            WorkspaceRuns runs = runs(workbench, input);
            for (Map.Entry<Arm, Path> model : models.entrySet()) {
                String name = "%s, seed %d".formatted(model.getKey().title(), seed);
                experiment.tell("measuring: " + name);
                RunSummary run =
                        runs.make(
                                runs.choice(name, model.getValue().toString()),
                                experiment
                                        .scale()
                                        .measuring(
                                                CodeMode.WITH_EXECUTION,
                                                1,
                                                Experiment.draw(seed, 5)));
                result.set(
                        model.getKey().word(),
                        Predictions.of(runs.solutions(), workbench.resultsOf(run.run().id()), 1)
                                .json());
            }
        }
        stage.done(experiment.tools().version(), result, List.of(input));
    }

    /// Measures the built-in verifier: one run of several chains, whose prefixes are the votes, and
    /// a run of one chain for each other way with code.
    BuiltinOutcome builtin(int seed) throws WorkbenchException {
        String heldOut = heldOut();
        ObjectNode plan = experiment.plan("builtin", seed);
        plan.put("heldOut", StageFolder.sha256(heldOut));
        plan.put("program", experiment.tools().version());
        plan.put("weights", builtinWeights());
        StageFolder stage = StageFolder.open(experiment.folder().resolve("builtin"), plan);
        if (!stage.isDone()) {
            measureBuiltin(seed, stage, heldOut);
        } else {
            experiment.tell("the built-in verifier is measured");
        }
        Map<CodeMode, Predictions> byCode = new EnumMap<>(CodeMode.class);
        for (CodeMode mode : CodeMode.values()) {
            byCode.put(mode, read(stage, mode.name()));
        }
        List<Predictions> singles = new ArrayList<>();
        Map<Integer, Predictions> votes = new LinkedHashMap<>();
        for (int chain = 0; chain < experiment.scale().builtinChains(); chain++) {
            singles.add(read(stage, "chain-" + chain));
        }
        for (int count = 1; count <= experiment.scale().builtinChains(); count *= 2) {
            votes.put(count, read(stage, "vote-" + count));
        }
        return new BuiltinOutcome(byCode, singles, votes);
    }

    /// The SHA-256 of the weights that this program ships: with others it is another measurement.
    private static String builtinWeights() {
        String name = "/builtin/model.onnx.data";
        MessageDigest digest = Sha256.digest();
        try (InputStream in = MeasureStage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program's own " + name + " is missing");
            }
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sha256.hex(digest);
    }

    private void measureBuiltin(int seed, StageFolder stage, String heldOut)
            throws WorkbenchException {
        Path input = stage.path().resolve(HELD_OUT);
        OutputFile.write(input, heldOut);
        int chains = experiment.scale().builtinChains();
        ObjectNode result = new JsonMapper().createObjectNode();
        try (CostLog.Piece _ = experiment.costs().begin("built-in verifier");
                Workbench workbench = open(stage)) {
            WorkspaceRuns runs = runs(workbench, input);
            VerifierChoice choice = runs.choice("built-in", VerifierChoice.BUILTIN);
            List<Solution> solutions = runs.solutions();
            for (CodeMode mode : CodeMode.values()) {
                int count = mode == CodeMode.WITH_EXECUTION ? chains : 1;
                experiment.tell(
                        "measuring: the built-in verifier, %s, %d chains a solution"
                                .formatted(ResultsText.title(mode), count));
                RunSummary run =
                        runs.make(
                                choice,
                                experiment
                                        .scale()
                                        .measuring(mode, count, Experiment.draw(seed, 6)));
                List<SolutionResult> results = workbench.resultsOf(run.run().id());
                result.set(mode.name(), Predictions.of(solutions, results, 1).json());
                if (mode == CodeMode.WITH_EXECUTION) {
                    for (int chain = 0; chain < chains; chain++) {
                        result.set(
                                "chain-" + chain,
                                Predictions.of(solutions, results, chain, chain + 1).json());
                    }
                    for (int many = 1; many <= chains; many *= 2) {
                        result.set("vote-" + many, Predictions.of(solutions, results, many).json());
                    }
                    result.put("model", run.run().model().sha256());
                }
            }
        }
        stage.done(experiment.tools().version(), result, List.of(input));
    }

    private String heldOut() {
        List<Solution> all = SampleSets.solutions(SampleSets.heldOut());
        return ProcessBenchText.write(
                all.subList(0, Math.min(all.size(), experiment.scale().heldOut())));
    }

    private Workbench open(StageFolder stage) throws WorkbenchException {
        return experiment.tools().workspaces().open(stage.path().resolve("measured.prmscope"));
    }

    private WorkspaceRuns runs(Workbench workbench, Path input) throws WorkbenchException {
        return new WorkspaceRuns(
                workbench,
                input,
                experiment.scale().mode(),
                experiment.cancellation(),
                experiment.listener());
    }

    private static Predictions read(StageFolder stage, String name) throws WorkbenchException {
        JsonNode node = stage.result().path(name);
        if (!node.isObject()) {
            throw Experiment.damaged(stage.path(), "nothing of " + name);
        }
        return Predictions.of(node);
    }
}
