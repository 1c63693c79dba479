package org.prmscope.ui.compare;

import org.prmscope.core.RunConfiguration;
import org.prmscope.run.RunState;
import org.prmscope.run.RunSummary;
import org.prmscope.ui.figures.Figures;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A run in the list from which the columns are chosen.
public record RunEntry(RunSummary summary) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);

    public long id() {
        return summary.run().id();
    }

    /// Such as `parallel K=8`.
    public String title() {
        return summary.run().configuration().scaling().title();
    }

    /// What distinguishes it from another run of the same spread: `GenPRM · T 0.6 · 8,192 tokens`.
    public String details() {
        RunConfiguration configuration = summary.run().configuration();
        Integer budget = configuration.scaling().budget();
        return "%s · T %s%s · %s"
                .formatted(
                        configuration.protocol().title(),
                        Figures.plain(configuration.sampling().temperature()),
                        budget == null ? "" : " · budget " + Figures.count(budget),
                        summary.run().model().name());
    }

    public String date(ZoneId zone) {
        return DATE.format(summary.run().startedAt().atZone(zone));
    }

    /// Such as `finished` or `cancelled at 12 of 80`.
    public String state() {
        String share = " at %d of %d".formatted(summary.chains(), summary.total());
        return switch (summary.state()) {
            case FINISHED -> "finished";
            case CANCELLED -> "cancelled" + share;
            case FAILED -> "failed" + share;
            case RUNNING, LOADING_MODEL, CANCELLING -> "running" + share;
        };
    }

    /// Whether its missing chains could be made.
    public boolean canResume() {
        return !summary.isComplete() && summary.state() != RunState.RUNNING;
    }
}
