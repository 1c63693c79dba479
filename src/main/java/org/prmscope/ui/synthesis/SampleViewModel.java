package org.prmscope.ui.synthesis;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.run.RunRequest;
import org.prmscope.run.SetSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.ui.figures.Figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// Sampling M chains of every solution: an ordinary run of the window's verifier and options.
public final class SampleViewModel {
    /// Chains a solution, unless another number is given.
    public static final int USUAL_CHAINS = 4;

    private final DataViewModel view;

    public SampleViewModel(DataViewModel view) {
        this.view = view;
    }

    /// The run's configuration: as the inspect view has it, with M chains of one round.
    public RunConfiguration configuration(int chains) {
        RunConfiguration options = view.desk().configuration();
        return options.withScaling(Scaling.parallel(Math.clamp(chains, 1, Scaling.MAX_CHAINS)));
    }

    private List<Solution> chosen(boolean unlabelled) {
        return unlabelled ? view.solutions() : view.labelled();
    }

    /// Whether a run can be started.
    public boolean canStart(boolean unlabelled) {
        return !chosen(unlabelled).isEmpty()
                && view.desk().verifier() != null
                && !view.desk().activeProperty().get();
    }

    /// Starts the run; its chains are shown as they come, or when it ends where others are in view.
    ///
    /// @param unlabelled whether solutions without gold labels are sampled, too
    public void start(int chains, boolean unlabelled) {
        SetSummary set = view.set();
        VerifierChoice verifier = view.desk().verifier();
        if (set != null && verifier != null && canStart(unlabelled)) {
            view.takeNextRun();
            view.desk()
                    .start(
                            new RunRequest(
                                    set.id(), chosen(unlabelled), verifier, configuration(chains)));
        }
    }

    /// What would be run, a line each.
    public List<String> facts(int chains, boolean unlabelled) {
        List<String> facts = new ArrayList<>();
        RunConfiguration configuration = configuration(chains);
        int count = chosen(unlabelled).size();
        facts.add(
                "%s of %s: %s, %s, temperature %s, seed %d"
                        .formatted(
                                Figures.count((long) chains * count, "chain"),
                                Figures.count(count, "solution"),
                                configuration.protocol().title(),
                                configuration.scaling().title(),
                                Figures.plain(configuration.sampling().temperature()),
                                configuration.seed()));
        return facts;
    }

    /// What a person should know before, a sentence each.
    public List<String> warnings(int chains, boolean unlabelled) {
        List<String> warnings = new ArrayList<>();
        int without = view.solutions().size() - view.labelled().size();
        if (without > 0) {
            warnings.add(
                    "%s no gold labels up to the first error and %s %s."
                            .formatted(
                                    without == 1
                                            ? "1 solution has"
                                            : Figures.count(without) + " solutions have",
                                    without == 1 ? "is" : "are",
                                    unlabelled ? "sampled all the same" : "left out"));
        }
        TreeSet<String> sources = new TreeSet<>();
        chosen(unlabelled).stream()
                .map(Solution::gold)
                .filter(Objects::nonNull)
                .map(GoldLabels::source)
                .forEach(sources::add);
        if (sources.size() > 1) {
            warnings.add(
                    "Labels come from %d sources: %s. The filter source keeps to one."
                            .formatted(sources.size(), String.join("; ", sources)));
        }
        if (chains > 1 && configuration(chains).sampling().temperature() == 0) {
            warnings.add("At temperature 0 all chains of a solution are the same.");
        }
        if (view.desk().activeProperty().get()) {
            warnings.add("A run goes on already: wait until it ends, or cancel it.");
        }
        if (verifier() == null) {
            warnings.add("No verifier can run: choose one first (v).");
        }
        return warnings;
    }

    private @Nullable VerifierChoice verifier() {
        return view.desk().verifier();
    }
}
