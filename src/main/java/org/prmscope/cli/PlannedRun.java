package org.prmscope.cli;

import org.prmscope.compare.Comparison;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.Recipe;
import org.prmscope.run.RunSpec;
import org.prmscope.run.Workbench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A run that a comparison is to have.
///
/// @param label a letter, by which it is spoken of
/// @param spec as it was asked for
/// @param hasOwnBudget whether its budget is its own rather than one for all
record PlannedRun(String label, String spec, RunConfiguration configuration, boolean hasOwnBudget) {
    private static final String RECIPE = "recipe:";

    /// Reads what was asked for: runs, or `recipe:NAME` for the runs of a saved recipe or a preset.
    ///
    /// @param base what the runs leave out, the budget for all included
    /// @throws WorkbenchException if one cannot be understood, or is there twice, or there are too
    ///   many
    static List<PlannedRun> all(List<String> specs, RunConfiguration base, Workbench workbench)
            throws WorkbenchException {
        List<PlannedRun> runs = new ArrayList<>();
        Map<RunConfiguration, String> known = new HashMap<>();
        for (String spec : specs) {
            List<PlannedRun> ofSpec =
                    isRecipe(spec)
                            ? ofRecipe(label(runs.size()), spec, base, workbench)
                            : List.of(
                                    new PlannedRun(
                                            label(runs.size()),
                                            spec,
                                            RunSpec.parse(spec, base),
                                            RunSpec.hasBudget(spec)));
            for (PlannedRun one : ofSpec) {
                PlannedRun run =
                        new PlannedRun(
                                label(runs.size()), spec, one.configuration(), one.hasOwnBudget());
                String before = known.putIfAbsent(run.configuration(), run.label());
                if (before != null) {
                    throw new WorkbenchException(
                            new WorkbenchException.Report(
                                    "Two runs are the same",
                                    "--run " + spec,
                                    "another run than " + before,
                                    "the same one",
                                    "Give it another seed, as in seed=1, to see what chance"
                                            + " does."));
                }
                runs.add(run);
            }
        }
        if (runs.size() > Comparison.MOST_RUNS) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "Too many runs to compare",
                            "--run",
                            "at most %d at a time".formatted(Comparison.MOST_RUNS),
                            "%d, those of the recipes included".formatted(runs.size()),
                            "Leave some out."));
        }
        return runs;
    }

    private static String label(int run) {
        return Comparison.letter(run);
    }

    /// Whether a text names a saved run.
    static boolean isRecipe(String spec) {
        return spec.startsWith(RECIPE);
    }

    private static List<PlannedRun> ofRecipe(
            String label, String spec, RunConfiguration base, Workbench workbench)
            throws WorkbenchException {
        String name = spec.substring(RECIPE.length()).strip();
        List<Recipe> saved = workbench.recipes();
        Optional<Recipe> recipe =
                Stream.concat(saved.stream(), Recipe.PRESETS.stream())
                        .filter(each -> each.name().equals(name))
                        .findFirst();
        if (recipe.isEmpty()) {
            List<String> names =
                    Stream.concat(saved.stream(), Recipe.PRESETS.stream())
                            .map(Recipe::name)
                            .toList();
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "There is no such recipe",
                            "--run " + spec,
                            "one of " + String.join("; ", names),
                            name,
                            ""));
        }
        Integer budget = base.scaling().budget();
        List<PlannedRun> runs = new ArrayList<>();
        for (RunConfiguration configuration : recipe.get().runs()) {
            boolean own = configuration.scaling().budget() != null;
            PlannedRun run = new PlannedRun(label, spec, configuration, own);
            runs.add(own || budget == null ? run : run.withBudget(budget));
        }
        return runs;
    }

    /// The same run with another budget.
    ///
    /// @throws WorkbenchException if its chains and rounds would get nothing
    PlannedRun withBudget(int tokens) throws WorkbenchException {
        int least = configuration.scaling().chains() * configuration.scaling().rounds();
        if (tokens < least) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The budget is too small for run " + label,
                            "",
                            "at least %d tokens for %s"
                                    .formatted(least, configuration.scaling().title()),
                            tokens + " tokens",
                            "Give it a budget of its own, as in budget=8192."));
        }
        return new PlannedRun(
                label,
                spec,
                configuration.withScaling(configuration.scaling().withBudget(tokens)),
                hasOwnBudget);
    }

    /// Such as `A parallel K=8, at most 8192 tokens`.
    String title() {
        Integer budget = configuration.scaling().budget();
        return "%s  %s%s"
                .formatted(
                        label,
                        configuration.scaling().title(),
                        budget == null ? "" : ", at most %d tokens".formatted(budget));
    }
}
