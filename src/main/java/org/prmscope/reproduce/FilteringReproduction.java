package org.prmscope.reproduce;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.report.OutputFile;
import org.prmscope.synthesis.filter.Filter;
import org.prmscope.train.FolderLock;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// ThinkPRM's ablation of process- against outcome-based filtering (arXiv 2504.16828) on the scale
/// of one machine, with two smaller tables beside it: GenPRM's code execution on and off (arXiv
/// 2504.00891, Table 5) and one chain against a vote.
///
/// Everything lies in one folder, a stage in a folder of its own. Stopped or killed and started
/// again with the same scale it goes on where it was: training at its last checkpoint, chains at
/// the first that is missing. More seeds may be asked for later.
public final class FilteringReproduction {
    private final Path folder;
    private final Scale scale;
    private final Map<Arm, List<Filter>> filters;
    private final Tools tools;

    /// @param filters of each arm that is fine-tuned, as [Arm#defaults]
    public FilteringReproduction(
            Path folder, Scale scale, Map<Arm, List<Filter>> filters, Tools tools) {
        this.folder = folder;
        this.scale = scale;
        this.filters = Map.copyOf(filters);
        this.tools = tools;
    }

    /// Runs what is left of it and writes `results.md` and `results.json`.
    ///
    /// @param seeds how many seeds, counted from 1; at least 1
    /// @param commands that make these results, for the record
    /// @throws WorkbenchException if the folder holds another experiment or cannot be used, another
    ///   process works in it, or a stage fails
    /// @throws java.util.concurrent.CancellationException if cancelled; what was done is kept
    public FilteringResults run(
            int seeds, List<String> commands, Cancellation cancellation, Listener listener)
            throws WorkbenchException {
        try (FolderLock _ = FolderLock.take(folder, FolderLock.Work.EXPERIMENT)) {
            return runAlone(seeds, commands, cancellation, listener);
        }
    }

    private FilteringResults runAlone(
            int seeds, List<String> commands, Cancellation cancellation, Listener listener)
            throws WorkbenchException {
        CostLog costs = new CostLog(folder, tools.cpuNanos(), tools.machine().nanoTime());
        Experiment experiment =
                new Experiment(folder, scale, filters, tools, costs, listener, cancellation);
        try {
            return run(experiment, seeds, commands);
        } catch (WorkbenchException e) {
            // What is stopped in its middle may not know why, such as code checks.
            if (cancellation.isCancelled()) {
                CancellationException cancelled =
                        new CancellationException("the experiment was cancelled");
                cancelled.initCause(e);
                throw cancelled;
            }
            throw e;
        }
    }

    private FilteringResults run(Experiment experiment, int seeds, List<String> commands)
            throws WorkbenchException {
        List<SeedOutcome> outcomes = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            outcomes.add(seed(experiment, seed));
        }
        experiment.check();
        BuiltinOutcome builtin = new MeasureStage(experiment).builtin(1);
        FilteringResults results =
                new FilteringResults(
                        scale,
                        tools.version(),
                        outcomes,
                        builtin,
                        experiment.costs().all(),
                        commands);
        OutputFile.write(folder.resolve("results.json"), ResultsJson.of(results) + "\n");
        OutputFile.write(folder.resolve("results.md"), ResultsText.of(results));
        return results;
    }

    private static SeedOutcome seed(Experiment experiment, int seed) throws WorkbenchException {
        experiment.check();
        BaseStage.Base base = new BaseStage(experiment).run(seed);
        experiment.check();
        StageFolder chains = new SampleStage(experiment).run(seed, base);
        Map<Arm, Path> models = new EnumMap<>(Arm.class);
        Map<Arm, String> hashes = new EnumMap<>(Arm.class);
        models.put(Arm.BASE, base.model());
        hashes.put(Arm.BASE, base.sha256());
        for (Arm arm : Arm.TUNED) {
            experiment.check();
            Path model = new TuneStage(experiment).run(seed, arm, base, chains);
            models.put(arm, model);
            hashes.put(
                    arm,
                    StageFolder.sha256(
                            model.resolveSibling("safetensors").resolve("model.safetensors")));
        }
        experiment.check();
        return SeedOutcome.of(
                seed, chains.result(), new MeasureStage(experiment).run(seed, models, hashes));
    }
}
