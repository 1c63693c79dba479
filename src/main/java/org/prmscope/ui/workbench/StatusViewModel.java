package org.prmscope.ui.workbench;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Computation;
import org.prmscope.run.EngineLoad;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.WorkbenchStatus;
import org.prmscope.ui.figures.Figures;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the status bar says: device, speed, tokens, progress, memory, saved state.
public final class StatusViewModel {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;
    private final ReadOnlyStringWrapper device = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper deviceDetail = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper placement = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper cache = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper cacheDetail = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper code = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper codeReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper speed = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper tokens = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper progressText = new ReadOnlyStringWrapper("");
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(0);
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper cancelling = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper memory = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper saved = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper workspace = new ReadOnlyStringWrapper("");

    /// @param zone in which times of day are shown
    public StatusViewModel(ZoneId zone) {
        this.zone = zone;
    }

    /// Takes over what runs where.
    public void show(WorkbenchStatus status) {
        show(status.verifier());
        show(status.verifier(), status.load());
        code.set(status.codeExecutor().isEmpty() ? "no code executor" : status.codeExecutor());
        codeReason.set(status.codeIsolation());
        memory.set(Figures.bytes(status.residentBytes()));
        Instant at = status.savedAt();
        saved.set(at == null ? "nothing to save" : "saved " + TIME.format(at.atZone(zone)));
        workspace.set(status.workspace());
    }

    private void show(@Nullable LoadedVerifier verifier) {
        if (verifier == null) {
            device.set("no verifier loaded");
            deviceDetail.set("It is loaded by the first run, or by the verifier's panel.");
            placement.set("");
            return;
        }
        Computation computation = verifier.computation();
        String mode = computation.mode().name().toLowerCase(Locale.ROOT);
        device.set(
                "%s · %s · %s"
                        .formatted(computation.device(), verifier.identity().precision(), mode));
        placement.set(verifier.placement());
        List<String> lines = new ArrayList<>();
        if (!verifier.placement().isEmpty()) {
            lines.add(verifier.placement());
        }
        lines.add(
                switch (computation.mode()) {
                    case FAST -> "fast: the fastest kernels, chains decoded together";
                    case REFERENCE -> "reference: one chain at a time, the same bits every time";
                });
        lines.add(
                "%s, %s at a time"
                        .formatted(
                                Figures.count(computation.threads(), "thread"),
                                Figures.count(computation.rows(), "chain")));
        if (!computation.kernels().isEmpty()) {
            lines.add("kernels: " + computation.kernels());
        }
        deviceDetail.set(String.join("\n", lines));
    }

    private void show(@Nullable LoadedVerifier verifier, @Nullable EngineLoad load) {
        if (verifier == null || load == null) {
            cache.set("");
            cacheDetail.set("");
            return;
        }
        cache.set(
                "%s · KV %s"
                        .formatted(
                                Figures.count(load.rows(), "row"),
                                Figures.bytesOf(load.kvBytes(), load.kvBudgetBytes())));
        cacheDetail.set(
                """
                key-value cache of all chains: %s of at most %s
                %s live, %d kept for their prefix, %d at most
                %s\
                """
                        .formatted(
                                Figures.bytes(load.kvBytes()),
                                Figures.bytes(load.kvBudgetBytes()),
                                Figures.count(load.liveRows(), "row"),
                                load.cachedRows(),
                                load.rows(),
                                load.liveRows() == 0
                                        ? "idle"
                                        : String.format(
                                                Locale.ROOT,
                                                "%.0f tok/s now",
                                                load.tokensPerSecond())));
    }

    /// Takes over how a run stands.
    ///
    /// @param elsewhere whether it is over another set than the one in view
    public void show(RunSnapshot snapshot, boolean elsewhere) {
        running.set(!snapshot.state().isOver());
        speed.set(
                snapshot.tokensPerSecond() > 0
                        ? String.format(Locale.ROOT, "%.0f tok/s", snapshot.tokensPerSecond())
                        : "");
        int used = snapshot.usage().prefilled() + snapshot.usage().generated();
        tokens.set(used == 0 ? "" : Figures.count(used) + " tok");
        progress.set(snapshot.total() == 0 ? 0 : snapshot.done() / (double) snapshot.total());
        switch (snapshot.state()) {
            case LOADING_MODEL -> {
                progress.set(-1);
                progressText.set("Loading the verifier…");
            }
            case RUNNING ->
                    progressText.set(
                            (elsewhere ? "Verifying another set, " : "Verifying ")
                                    + ofTotal(snapshot)
                                    + left(snapshot));
            case CANCELLING -> progressText.set("Cancelling, finished chains are kept…");
            case CANCELLED ->
                    progressText.set(
                            "Cancelled: %s of %s kept"
                                    .formatted(
                                            Figures.count(snapshot.done()),
                                            Figures.count(snapshot.total())));
            case FINISHED ->
                    progressText.set(
                            "Verified %s in %s"
                                    .formatted(
                                            Figures.count(
                                                    snapshot.done(),
                                                    snapshot.chainsPerSolution() == 1
                                                            ? "solution"
                                                            : "chain"),
                                            Figures.duration(snapshot.elapsedMs())));
            case FAILED ->
                    progressText.set(
                            "Run failed: %s of %s kept"
                                    .formatted(
                                            Figures.count(snapshot.done()),
                                            Figures.count(snapshot.total())));
        }
        cancelling.set(snapshot.state() == org.prmscope.run.RunState.CANCELLING);
    }

    /// Says that something else goes on, such as reading a file.
    ///
    /// @param share done, 0..1, or -1 when unknown
    public void showWork(String text, double share) {
        if (!running.get()) {
            progressText.set(text);
            progress.set(share);
        }
    }

    private static String ofTotal(RunSnapshot snapshot) {
        int live = snapshot.working().size();
        String total = Figures.count(snapshot.total());
        return live > 1
                ? "%d at a time · %s of %s".formatted(live, Figures.count(snapshot.done()), total)
                : Figures.count(Math.min(snapshot.done() + 1, snapshot.total())) + " of " + total;
    }

    private static String left(RunSnapshot snapshot) {
        @Nullable Double left = snapshot.leftMs();
        return left == null ? "" : " · " + Figures.clock(left) + " left";
    }

    public ReadOnlyStringProperty deviceProperty() {
        return device.getReadOnlyProperty();
    }

    /// Mode, threads, rows and kernels, and why it runs where it runs; several lines.
    public ReadOnlyStringProperty deviceDetailProperty() {
        return deviceDetail.getReadOnlyProperty();
    }

    /// Why the verifier runs where it runs; empty if there is nothing to say.
    public ReadOnlyStringProperty placementProperty() {
        return placement.getReadOnlyProperty();
    }

    /// The key-value memory used and allowed; empty while nothing is loaded.
    public ReadOnlyStringProperty cacheProperty() {
        return cache.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty cacheDetailProperty() {
        return cacheDetail.getReadOnlyProperty();
    }

    /// Who runs code checks.
    public ReadOnlyStringProperty codeProperty() {
        return code.getReadOnlyProperty();
    }

    /// Why the first choice of executor is not used; empty when it is.
    public ReadOnlyStringProperty codeReasonProperty() {
        return codeReason.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty speedProperty() {
        return speed.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty tokensProperty() {
        return tokens.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty progressTextProperty() {
        return progressText.getReadOnlyProperty();
    }

    /// 0..1, or -1 when unknown.
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /// Whether a run is going on.
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty cancellingProperty() {
        return cancelling.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty memoryProperty() {
        return memory.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty savedProperty() {
        return saved.getReadOnlyProperty();
    }

    /// The workspace file.
    public ReadOnlyStringProperty workspaceProperty() {
        return workspace.getReadOnlyProperty();
    }
}
