package org.prmscope.ui.synthesis;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.prmscope.core.Cancellation;
import org.prmscope.core.MonteCarloScores;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.dataset.ScoredSolutions;
import org.prmscope.plot.Plot;
import org.prmscope.plot.ReferenceLine;
import org.prmscope.run.EpsilonOutput;
import org.prmscope.synthesis.rollout.AfterError;
import org.prmscope.synthesis.rollout.EpsilonTable;
import org.prmscope.synthesis.rollout.LabelRule;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/// Labels from the set's Monte-Carlo scores, and how they change with the threshold.
public final class LabelsViewModel {
    /// A rule with a threshold.
    public enum Kind {
        /// P_t = MC after the step / MC before it.
        RELATIVE("relative progress", 0.05, 1.5, LabelRule.PAPER_EPSILON),
        /// P_t = MC after the step - MC before it.
        DIFFERENCE("difference", -1, 0, -0.5);

        private final String title;
        private final double least;
        private final double most;
        private final double usual;

        Kind(String title, double least, double most, double usual) {
            this.title = title;
            this.least = least;
            this.most = most;
            this.usual = usual;
        }

        public String title() {
            return title;
        }

        public double least() {
            return least;
        }

        public double most() {
            return most;
        }

        public double usual() {
            return usual;
        }

        LabelRule rule(double epsilon) {
            return switch (this) {
                case RELATIVE -> new LabelRule.RelativeProgress(epsilon);
                case DIFFERENCE -> new LabelRule.Difference(epsilon);
            };
        }

        private List<Double> thresholds() {
            return switch (this) {
                case RELATIVE -> List.of(0.1, 0.5, 0.8, 1.0);
                case DIFFERENCE -> List.of(-0.5, -0.3, -0.1);
            };
        }
    }

    /// What there is to show.
    public sealed interface Content {
        /// Scores are being looked for.
        record Reading() implements Content {}

        /// No solution of the set has scores.
        record NoScores() implements Content {}

        /// It cannot be shown.
        record Failed(WorkbenchException.Report report) implements Content {}

        /// Labels by the command line's thresholds and by the one that is chosen.
        ///
        /// @param chosen row of the chosen threshold
        /// @param usual row of the paper's
        /// @param solutions that have scores
        record Shown(
                EpsilonTable table,
                EpsilonTable.Row chosen,
                EpsilonTable.Row usual,
                Plot plot,
                int solutions)
                implements Content {}
    }

    private static final int POINTS = 30;

    private final Session session;
    private final BackgroundTasks.Lane lane;
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.RELATIVE);
    private final DoubleProperty epsilon = new SimpleDoubleProperty(LabelRule.PAPER_EPSILON);
    private final ReadOnlyObjectWrapper<Content> content =
            new ReadOnlyObjectWrapper<>(new Content.NoScores());
    private List<Solution> solutions = List.of();
    private List<MonteCarloScores> scores = List.of();
    private final Map<Kind, Plot> curves = new EnumMap<>(Kind.class);
    private boolean read;

    LabelsViewModel(Session session) {
        this.session = session;
        lane = session.tasks().lane();
        kind.addListener((_, _, now) -> epsilon.set(now.usual()));
        epsilon.addListener((_, _, _) -> compute());
    }

    /// Takes another set.
    ///
    /// @param now whether its scores are looked for at once
    void show(List<Solution> of, boolean now) {
        if (!of.equals(solutions)) {
            solutions = of;
            scores = List.of();
            curves.clear();
            lane.cancel();
            read = false;
            content.set(of.isEmpty() ? new Content.NoScores() : new Content.Reading());
        }
        if (now && !read && !solutions.isEmpty()) {
            read = true;
            List<Solution> all = solutions;
            session.tasks()
                    .run(
                            _ -> scores(all),
                            found -> {
                                if (all.equals(solutions)) {
                                    scores = found;
                                    compute();
                                }
                            },
                            this::failed);
        }
    }

    private static List<MonteCarloScores> scores(List<Solution> solutions) {
        ScoredSolutions reader = new ScoredSolutions();
        return solutions.stream().flatMap(one -> reader.scores(one).stream()).toList();
    }

    private void failed(Throwable failure) {
        content.set(new Content.Failed(DialogService.report("Reading the scores", failure)));
    }

    private void compute() {
        if (scores.isEmpty()) {
            content.set(read ? new Content.NoScores() : new Content.Reading());
            return;
        }
        List<MonteCarloScores> of = scores;
        Kind rule = kind.get();
        double at = Math.clamp(rounded(epsilon.get()), rule.least(), rule.most());
        Plot known = curves.get(rule);
        lane.submit(
                cancellation -> {
                    Plot curve = known == null ? curve(of, rule) : known;
                    stopIf(cancellation);
                    return new Made(shown(of, rule, at, curve, cancellation), curve);
                },
                made -> {
                    curves.put(rule, made.curve());
                    content.set(made.shown());
                },
                this::failed);
    }

    /// @param curve without the chosen threshold, to be drawn again with another one
    private record Made(Content.Shown shown, Plot curve) {}

    private static void stopIf(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new CancellationException("another threshold was chosen");
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static Content.Shown shown(
            List<MonteCarloScores> scores,
            Kind kind,
            double epsilon,
            Plot curve,
            Cancellation cancellation) {
        TreeSet<Double> thresholds = new TreeSet<>(kind.thresholds());
        thresholds.add(epsilon);
        List<LabelRule> rules = new ArrayList<>(List.of(new LabelRule.Hard()));
        thresholds.forEach(each -> rules.add(kind.rule(each)));
        EpsilonTable table = EpsilonTable.of(scores, rules, AfterError.ESTIMATED);
        stopIf(cancellation);
        // What the chosen threshold changes is told against the paper's.
        EpsilonTable against =
                EpsilonTable.of(
                        scores,
                        List.of(kind.rule(kind.usual()), kind.rule(epsilon)),
                        AfterError.ESTIMATED);
        return new Content.Shown(
                table,
                against.rows().getLast(),
                against.rows().getFirst(),
                withChosen(curve, epsilon),
                scores.size());
    }

    /// Shares over all thresholds of a kind: the same whichever is chosen.
    private static Plot curve(List<MonteCarloScores> scores, Kind kind) {
        List<LabelRule> rules = new ArrayList<>();
        for (int point = 0; point <= POINTS; point++) {
            double share = point / (double) POINTS;
            rules.add(kind.rule(rounded(kind.least() + share * (kind.most() - kind.least()))));
        }
        return new EpsilonOutput(EpsilonTable.of(scores, rules, AfterError.ESTIMATED)).plot();
    }

    private static Plot withChosen(Plot plain, double epsilon) {
        return new Plot(
                plain.title(),
                plain.x(),
                plain.y(),
                plain.series(),
                List.of(new ReferenceLine(false, epsilon, "chosen")),
                plain.note(),
                plain.empty());
    }

    public ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    /// The threshold; used to two decimals.
    public DoubleProperty epsilonProperty() {
        return epsilon;
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }
}
