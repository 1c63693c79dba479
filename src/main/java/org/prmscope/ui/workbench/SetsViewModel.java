package org.prmscope.ui.workbench;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ImportOutcome;
import org.prmscope.run.SetSummary;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.WorkspaceFiles;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;
import org.prmscope.ui.solutions.SolutionsViewModel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The sets of the workspace: opening files, choosing a set, recent files.
public final class SetsViewModel {
    static final String LAST_SET = "window.set";
    static final String LAST_SOLUTION = "window.solution";
    static final String RECENT = "window.recent";
    private static final int RECENT_KEPT = 10;

    /// The settings read before [#start].
    public static final List<String> KEYS = List.of(LAST_SET, LAST_SOLUTION, RECENT);

    /// What the left and the centre show as a whole.
    public sealed interface Content {
        /// Nothing was ever opened here.
        record Nothing() implements Content {}

        /// A file is read.
        ///
        /// @param share read so far, 0..1; -1 while unknown
        record Importing(String name, String progress, double share) implements Content {}

        /// A stored set is read.
        record Loading(String name) implements Content {}

        /// The table shows a set.
        record Shown(SetSummary set) implements Content {}

        /// The file or set could not be read and there is no other to show.
        record Failed(WorkbenchException.Report report) implements Content {}
    }

    private record Loaded(List<Solution> solutions, Map<String, SolutionResult> results) {}

    private final Session session;
    private final Remembered remembered;
    private final SolutionsViewModel solutions;
    private final Consumer<Path> workspaces;
    private final BackgroundTasks.Lane showing;
    private final ObservableList<SetSummary> sets = FXCollections.observableArrayList();
    private final ObservableList<SetSummary> setsView =
            FXCollections.unmodifiableObservableList(sets);
    private final ObservableList<Path> recent = FXCollections.observableArrayList();
    private final ObservableList<Path> recentView =
            FXCollections.unmodifiableObservableList(recent);
    private final ReadOnlyObjectWrapper<Content> content =
            new ReadOnlyObjectWrapper<>(new Content.Nothing());
    private final ObservableList<WorkbenchException.Report> rejected =
            FXCollections.observableArrayList();
    private final ObservableList<WorkbenchException.Report> rejectedView =
            FXCollections.unmodifiableObservableList(rejected);
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong fileBytes = new AtomicLong(-1);
    private @Nullable SetSummary shown;
    private @Nullable Cancellation looking;
    private @Nullable Cancellation importing;

    /// @param workspaces told of a workspace that is opened as if it were solutions
    public SetsViewModel(
            Session session,
            Remembered remembered,
            SolutionsViewModel solutions,
            Consumer<Path> workspaces) {
        this.session = session;
        this.remembered = remembered;
        this.solutions = solutions;
        this.workspaces = workspaces;
        showing = session.tasks().lane();
    }

    /// Takes over the workspace's sets and shows one: files given at the start, the set shown last,
    /// or the newest.
    public void start(List<SetSummary> stored, List<Path> files) {
        sets.setAll(stored);
        String list = remembered.get(RECENT);
        if (list != null) {
            recent.setAll(list.lines().filter(line -> !line.isBlank()).map(Path::of).toList());
        }
        if (!files.isEmpty()) {
            openFirst(files);
            return;
        }
        showLast();
    }

    private void showLast() {
        String last = remembered.get(LAST_SET);
        sets.stream()
                .filter(set -> Long.toString(set.id()).equals(last))
                .findFirst()
                .or(() -> sets.stream().findFirst())
                .ifPresent(this::show);
    }

    /// Opens the first of several files and says that the others were left.
    public void openFirst(List<Path> files) {
        open(files.getFirst());
        if (files.size() > 1) {
            session.dialogs()
                    .show(
                            Notice.done(
                                    "Opened the first of %d files; open the others one by one"
                                            .formatted(files.size())));
        }
    }

    /// Reads a file into the workspace and shows its set. One that is being read gives way, but not
    /// to a workspace, which may be declined.
    public void open(Path file) {
        String name = String.valueOf(file.getFileName());
        if (looking != null) {
            looking.cancel();
        }
        boolean free = !(content.get() instanceof Content.Importing);
        if (free) {
            beginReading(name);
        }
        looking =
                session.call(
                        (workbench, _) ->
                                !workbench.isOwn(file) && WorkspaceFiles.isWorkspace(file),
                        workspace -> {
                            if (!workspace) {
                                read(file, name);
                                return;
                            }
                            if (free) {
                                leave();
                            }
                            workspaces.accept(file);
                        },
                        failure -> failed("Opening " + name, failure));
    }

    private void beginReading(String name) {
        bytesRead.set(0);
        fileBytes.set(-1);
        content.set(new Content.Importing(name, "", -1));
    }

    private void read(Path file, String name) {
        if (importing != null) {
            importing.cancel();
        }
        beginReading(name);
        importing =
                session.call(
                        (workbench, cancellation) -> {
                            fileBytes.set(Files.isRegularFile(file) ? Files.size(file) : -1);
                            return workbench.open(file, bytesRead::set, cancellation);
                        },
                        outcome -> opened(file, outcome),
                        failure -> failed("Opening " + name, failure));
    }

    private void leave() {
        content.set(back());
        if (shown == null) {
            showLast();
        }
    }

    /// Ends the reading of a file, if one is read.
    void stop() {
        if (looking != null) {
            looking.cancel();
        }
        if (importing != null) {
            importing.cancel();
        }
    }

    /// Stops reading a file and goes back to the set shown before.
    public void cancelImport() {
        if (content.get() instanceof Content.Importing) {
            stop();
            importing = null;
            content.set(back());
            session.dialogs().show(Notice.done("Import cancelled, nothing was added"));
        }
    }

    /// Brings the import's progress up to date; call about ten times a second.
    public void poll() {
        if (content.get() instanceof Content.Importing(String name, String _, double _)) {
            long read = bytesRead.get();
            long of = fileBytes.get();
            double share = of > 0 ? Math.min(1, read / (double) of) : -1;
            String text =
                    of > 0 ? Figures.bytes(read) + " of " + Figures.bytes(of) : Figures.bytes(read);
            content.set(new Content.Importing(name, text, share));
        }
    }

    private void opened(Path file, ImportOutcome outcome) {
        importing = null;
        rejected.setAll(outcome.rejected());
        Path absolute = file.toAbsolutePath().normalize();
        recent.remove(absolute);
        recent.addFirst(absolute);
        while (recent.size() > RECENT_KEPT) {
            recent.removeLast();
        }
        remembered.put(RECENT, String.join("\n", recent.stream().map(Path::toString).toList()));
        add(outcome.set());
        show(outcome.set());
        if (outcome.rejected().isEmpty()) {
            session.dialogs()
                    .show(
                            Notice.done(
                                    "%s: %s, %s"
                                            .formatted(
                                                    outcome.set().name(),
                                                    Figures.count(
                                                            outcome.set().solutions(), "solution"),
                                                    outcome.set().format())));
        }
    }

    private void failed(String doing, Throwable failure) {
        importing = null;
        if (shown == null) {
            content.set(new Content.Failed(DialogService.report(doing, failure)));
        } else {
            content.set(back());
        }
        session.dialogs().showFailure(doing, failure);
    }

    private Content back() {
        SetSummary before = shown;
        return before == null ? new Content.Nothing() : new Content.Shown(before);
    }

    /// Takes a set that was made or changed elsewhere into the list, in front.
    public void add(SetSummary set) {
        List<SetSummary> next = new ArrayList<>(sets);
        next.removeIf(each -> each.id() == set.id());
        next.addFirst(set);
        sets.setAll(next);
    }

    /// Reads a stored set and shows it.
    public void show(SetSummary set) {
        show(set, null);
    }

    /// Reads a stored set and shows it with one solution selected.
    ///
    /// @param select null for the one selected last, or the first
    public void show(SetSummary set, @Nullable String select) {
        content.set(new Content.Loading(set.name()));
        session.call(
                showing,
                (workbench, cancellation) ->
                        new Loaded(workbench.solutions(set.id()), workbench.results(set.id())),
                loaded -> {
                    shown = set;
                    solutions.show(loaded.solutions(), loaded.results());
                    content.set(new Content.Shown(set));
                    remembered.put(LAST_SET, Long.toString(set.id()));
                    String last = select == null ? rememberedSelection(set.id()) : select;
                    if (last == null || !solutions.select(last)) {
                        solutions.selectNext(1);
                    }
                },
                failure -> failed("Reading " + set.name(), failure));
    }

    /// One setting holds the set and the solution selected last: `12 gsm8k-7`.
    private @Nullable String rememberedSelection(long setId) {
        String last = remembered.get(LAST_SOLUTION);
        String lead = setId + " ";
        return last != null && last.startsWith(lead) ? last.substring(lead.length()) : null;
    }

    /// Remembers the selected solution of the set shown.
    public void rememberSelection(String solutionId) {
        SetSummary set = shown;
        if (set != null) {
            remembered.put(LAST_SOLUTION, set.id() + " " + solutionId);
        }
    }

    /// The set shown, null if none.
    public @Nullable SetSummary shown() {
        return shown;
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    public ObservableList<SetSummary> sets() {
        return setsView;
    }

    /// Files opened lately, the newest first.
    public ObservableList<Path> recent() {
        return recentView;
    }

    /// The rows of the file opened last that did not load.
    public ObservableList<WorkbenchException.Report> rejected() {
        return rejectedView;
    }
}
