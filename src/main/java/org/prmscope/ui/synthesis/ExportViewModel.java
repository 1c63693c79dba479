package org.prmscope.ui.synthesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.export.EarlierExport;
import org.prmscope.synthesis.export.TrainingExport;
import org.prmscope.synthesis.export.TrainingFormat;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.session.Session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes the kept chains as training files, off the FX thread.
public final class ExportViewModel {
    /// Where an export is in its life.
    public sealed interface Phase {
        /// To be started.
        record Ready() implements Phase {}

        /// Chains are being written.
        record Writing(int done, int total) implements Phase {}

        /// All is written.
        ///
        /// @param lines what was written, for a person
        /// @param manifest as it is in the folder
        record Written(Path folder, List<String> lines, String manifest) implements Phase {
            public Written {
                lines = List.copyOf(lines);
            }
        }

        /// Cancelled; nothing was left behind.
        record Cancelled() implements Phase {}

        /// Files of an earlier export, or others, are in the folder.
        record InTheWay(List<String> names) implements Phase {
            public InTheWay {
                names = List.copyOf(names);
            }
        }

        /// Not written.
        record Failed(WorkbenchException.Report report) implements Phase {}
    }

    private final Session session;
    private final DataViewModel view;
    private final BackgroundTasks.Lane lane;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(new Phase.Ready());
    private AtomicInteger done = new AtomicInteger();

    ExportViewModel(Session session, DataViewModel view) {
        this.session = session;
        this.view = view;
        lane = session.tasks().lane();
    }

    /// Makes ready for another export; one that goes on is not touched.
    public void reset() {
        if (!(phase.get() instanceof Phase.Writing)) {
            phase.set(new Phase.Ready());
        }
    }

    /// Writes the chains in view that are kept; filters that are not saved are saved first, so that
    /// the manifest can name them.
    public void start(Path folder, Set<TrainingFormat> formats, boolean overwrites) {
        DataReview now = view.reviewProperty().get();
        if (now == null || formats.isEmpty() || phase.get() instanceof Phase.Writing) {
            return;
        }
        Set<TrainingFormat> wanted = Set.copyOf(formats);
        view.saving()
                .saveThen("", () -> write(new TrainingExport.Target(folder, wanted, overwrites)));
    }

    private void write(TrainingExport.Target target) {
        DataReview now = view.reviewProperty().get();
        SynthesisRun saved = now == null ? null : now.saved();
        if (now == null || saved == null) {
            return;
        }
        AtomicInteger counted = new AtomicInteger();
        done = counted;
        phase.set(new Phase.Writing(0, now.summary().kept()));
        session.call(
                lane,
                (workbench, cancellation) -> {
                    List<String> inTheWay =
                            target.overwrites() ? List.of() : EarlierExport.inTheWay(target);
                    if (!inTheWay.isEmpty()) {
                        return new Phase.InTheWay(inTheWay);
                    }
                    ObjectNode manifest =
                            workbench
                                    .synthesis()
                                    .export(saved.id(), target, counted::set, cancellation);
                    return new Phase.Written(
                            target.folder(), lines(manifest), manifest.toPrettyString());
                },
                phase::set,
                failure ->
                        phase.set(
                                failure instanceof CancellationException
                                        ? new Phase.Cancelled()
                                        : new Phase.Failed(
                                                DialogService.report("Exporting", failure))));
    }

    private static List<String> lines(ObjectNode manifest) {
        List<String> lines = new ArrayList<>();
        for (JsonNode file : manifest.path("files")) {
            lines.add(
                    "%s: %s, %s bytes"
                            .formatted(
                                    file.path("name").asText(),
                                    Figures.count(file.path("rows").asLong(), "row"),
                                    Figures.count(file.path("bytes").asLong())));
        }
        for (JsonNode notice : manifest.path("notices")) {
            lines.add("! " + notice.asText());
        }
        return lines;
    }

    /// Stops the export; nothing of it is left behind.
    public void cancel() {
        if (phase.get() instanceof Phase.Writing) {
            lane.cancel();
            phase.set(new Phase.Cancelled());
        }
    }

    void poll() {
        if (phase.get() instanceof Phase.Writing(int before, int total) && before != done.get()) {
            phase.set(new Phase.Writing(done.get(), total));
        }
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /// What would be written, for a person; empty where nothing is kept.
    public String summary() {
        DataReview now = view.reviewProperty().get();
        if (now == null || now.summary().kept() == 0) {
            return "";
        }
        return "%s of %s, of %s"
                .formatted(
                        Figures.count(now.summary().kept()),
                        Figures.count(now.summary().chains(), "chain"),
                        Figures.count(now.summary().solutionsKept(), "solution"));
    }

    public @Nullable SynthesisRun saved() {
        DataReview now = view.reviewProperty().get();
        return now == null ? null : now.saved();
    }
}
