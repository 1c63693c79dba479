package org.prmscope.cli;

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

    /// Reads what was asked for: runs, or `recipe:NAME` for a saved one or a preset.
    ///
    /// @param base what the runs leave out, the budget for all included
    /// @throws WorkbenchException if one cannot be understood, or is there twice
    static List<PlannedRun> all(List<String> specs, RunConfiguration base, Workbench workbench)
            throws WorkbenchException {
        List<PlannedRun> runs = new ArrayList<>();
        Map<RunConfiguration, String> known = new HashMap<>();
        for (String spec : specs) {
            String label = String.valueOf((char) ('A' + runs.size()));
            PlannedRun run =
                    isRecipe(spec)
                            ? ofRecipe(label, spec, base, workbench)
                            : new PlannedRun(
                                    label,
                                    spec,
                                    RunSpec.parse(spec, base),
                                    RunSpec.hasBudget(spec));
            String before = known.putIfAbsent(run.configuration(), label);
            if (before != null) {
                throw new WorkbenchException(
                        new WorkbenchException.Report(
                                "Two runs are the same",
                                "--run " + spec,
                                "another run than " + before,
                                "the same one",
                                "Give it another seed, as in seed=1, to see what chance does."));
            }
            runs.add(run);
        }
        return runs;
    }

    /// Whether a text names a saved run.
    static boolean isRecipe(String spec) {
        return spec.startsWith(RECIPE);
    }

    private static PlannedRun ofRecipe(
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
        RunConfiguration configuration = recipe.get().configuration();
        boolean own = configuration.scaling().budget() != null;
        Integer budget = base.scaling().budget();
        PlannedRun run = new PlannedRun(label, spec, configuration, own);
        return own || budget == null ? run : run.withBudget(budget);
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
