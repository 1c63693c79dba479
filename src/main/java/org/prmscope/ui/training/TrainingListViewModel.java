package org.prmscope.ui.training;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.training.Curve;
import org.prmscope.run.training.CurveFile;
import org.prmscope.run.training.TrainingDesk;
import org.prmscope.run.training.TrainingFolder;
import org.prmscope.run.training.TrainingSnapshot;
import org.prmscope.run.training.TrainingState;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The trainings that were started or opened, the newest first, with their state and curves. Curve
/// files of those in view are followed while they grow.
final class TrainingListViewModel {
    /// The setting with the remembered paths, one a line.
    static final String RECENT = "training.recent";

    private static final int MOST = 12;

    /// Looks between two at all folders rather than at those in view.
    private static final int LOOKS_A_ROUND = 6;

    /// What a look found.
    private record Found(List<TrainingEntry> entries, @Nullable TrainingSnapshot current) {}

    private final Session session;
    private final Remembered remembered;
    private final ReadOnlyObjectWrapper<List<TrainingEntry>> entries =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Path> selected =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyObjectWrapper<@Nullable TrainingSnapshot> current =
            new ReadOnlyObjectWrapper<>(null);
    // Used by one look at a time.
    private final Map<Path, CurveFile> followed = new HashMap<>();
    private boolean looks;
    private int round;

    TrainingListViewModel(Session session, Remembered remembered) {
        this.session = session;
        this.remembered = remembered;
    }

    /// Takes over the remembered trainings.
    void start() {
        String known = remembered.get(RECENT);
        List<TrainingEntry> fresh = new ArrayList<>(entries.get());
        for (String line : known == null ? List.<String>of() : known.lines().toList()) {
            Path path = path(line);
            if (path != null && fresh.stream().noneMatch(entry -> entry.path().equals(path))) {
                fresh.add(unknown(path));
            }
        }
        entries.set(List.copyOf(fresh));
        round = 0;
        look();
    }

    /// A remembered path; null for a line that is none, as in a setting that was edited by hand or
    /// written on another system.
    private static @Nullable Path path(String line) {
        try {
            return line.isBlank() ? null : Path.of(line);
        } catch (InvalidPathException notAPath) {
            return null;
        }
    }

    private static TrainingEntry unknown(Path path) {
        return new TrainingEntry(
                new TrainingFolder(path, null, new TrainingState.Elsewhere(0), path),
                Curve.EMPTY,
                null,
                false);
    }

    /// Puts a folder or a curve file at the top and shows it.
    void open(Path path) {
        Path place = path.toAbsolutePath().normalize();
        List<TrainingEntry> fresh = new ArrayList<>(entries.get());
        TrainingEntry entry =
                fresh.stream()
                        .filter(one -> one.path().equals(place))
                        .findFirst()
                        .orElseGet(() -> unknown(place));
        fresh.remove(entry);
        fresh.addFirst(entry);
        keep(fresh.subList(0, Math.min(MOST, fresh.size())));
        selected.set(place);
        round = 0;
        look();
    }

    /// Takes a training off the list; its files stay.
    void forget(Path path) {
        if (path.equals(selected.get())) {
            selected.set(null);
        }
        keep(entries.get().stream().filter(entry -> !entry.path().equals(path)).toList());
    }

    private void keep(List<TrainingEntry> fresh) {
        entries.set(List.copyOf(fresh));
        remembered.put(
                RECENT,
                String.join("\n", fresh.stream().map(entry -> entry.path().toString()).toList()));
    }

    /// Shows a training, or the form.
    ///
    /// @param path null for the form
    void select(@Nullable Path path) {
        selected.set(path);
        look();
    }

    /// Lays the curve of a training over the one in view, or takes it away.
    void lay(Path path, boolean isLaid) {
        entries.set(
                entries.get().stream()
                        .map(entry -> entry.path().equals(path) ? entry.laid(isLaid) : entry)
                        .toList());
        look();
    }

    /// Looks at the folders and reads what is new of the curves, in the background.
    void look() {
        if (looks || !session.isAttached()) {
            return;
        }
        looks = true;
        boolean all = round++ % LOOKS_A_ROUND == 0;
        List<TrainingEntry> before = entries.get();
        Path shown = selected.get();
        session.call(
                (workbench, _) -> look(workbench.training(), before, shown, all),
                this::found,
                failure -> {
                    looks = false;
                    session.dialogs().showFailure("Looking at the trainings", failure);
                });
    }

    private Found look(
            TrainingDesk desk, List<TrainingEntry> before, @Nullable Path shown, boolean all) {
        TrainingSnapshot now = desk.current().orElse(null);
        List<TrainingEntry> fresh = new ArrayList<>();
        for (TrainingEntry entry : before) {
            boolean isShown = entry.isLaid() || entry.path().equals(shown);
            boolean isOurs = now != null && isOf(now, entry.path());
            if (!all && !isShown && !isOurs) {
                fresh.add(entry);
                continue;
            }
            TrainingFolder folder = desk.look(entry.path());
            TrainingEntry looked =
                    new TrainingEntry(folder, entry.curve(), entry.problem(), entry.isLaid());
            if (now != null && isOurs && !now.isOver()) {
                looked = looked.with(now.curve(), null);
            } else if (isShown) {
                looked = follow(looked);
            }
            fresh.add(looked);
        }
        return new Found(fresh, now);
    }

    static boolean isOf(TrainingSnapshot snapshot, Path path) {
        return snapshot.job().folder().toAbsolutePath().normalize().equals(path);
    }

    private TrainingEntry follow(TrainingEntry entry) {
        Path file = entry.folder().curves();
        try {
            return entry.with(followed.computeIfAbsent(file, CurveFile::new).look(), null);
        } catch (WorkbenchException e) {
            return entry.with(Curve.EMPTY, e.report());
        } catch (RuntimeException bug) {
            return entry.with(Curve.EMPTY, DialogService.report("Reading the curves", bug));
        }
    }

    private void found(Found found) {
        looks = false;
        current.set(found.current());
        // What was added, laid or taken away meanwhile counts.
        Map<Path, TrainingEntry> fresh = new HashMap<>();
        found.entries().forEach(entry -> fresh.put(entry.path(), entry));
        List<TrainingEntry> merged =
                entries.get().stream()
                        .map(entry -> {
                            TrainingEntry looked = fresh.get(entry.path());
                            return looked == null ? entry : looked.laid(entry.isLaid());
                        })
                        .toList();
        if (!same(merged, entries.get())) {
            entries.set(merged);
        }
    }

    /// A curve only grows or is read anew: its ends tell, and comparing all points would take long.
    private static boolean isSame(Curve one, Curve other) {
        return one.points().size() == other.points().size()
                && Objects.equals(one.last(), other.last())
                && one.evaluations().size() == other.evaluations().size()
                && one.unread() == other.unread();
    }

    private static boolean same(List<TrainingEntry> a, List<TrainingEntry> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            TrainingEntry one = a.get(i);
            TrainingEntry other = b.get(i);
            if (!isSame(one.curve(), other.curve())
                    || one.isLaid() != other.isLaid()
                    || !one.folder().equals(other.folder())
                    || !Objects.equals(one.problem(), other.problem())) {
                return false;
            }
        }
        return true;
    }

    /// The training in view; null while the form is.
    @Nullable TrainingEntry shown() {
        Path path = selected.get();
        return entries.get().stream()
                .filter(entry -> entry.path().equals(path))
                .findFirst()
                .orElse(null);
    }

    /// The one in view, then those laid over it.
    List<CurvePlots.Laid> laid() {
        TrainingEntry first = shown();
        List<CurvePlots.Laid> laid = new ArrayList<>();
        if (first != null) {
            laid.add(new CurvePlots.Laid(first.name(), first.curve()));
            entries.get().stream()
                    .filter(entry -> entry.isLaid() && !entry.path().equals(first.path()))
                    .forEach(entry -> laid.add(new CurvePlots.Laid(entry.name(), entry.curve())));
        }
        return laid;
    }

    ReadOnlyObjectProperty<List<TrainingEntry>> entriesProperty() {
        return entries.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Path> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// The training of this window, as it was at the last look; null before the first.
    ReadOnlyObjectProperty<@Nullable TrainingSnapshot> currentProperty() {
        return current.getReadOnlyProperty();
    }
}
