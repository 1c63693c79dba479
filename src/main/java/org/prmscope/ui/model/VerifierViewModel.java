package org.prmscope.ui.model;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.CudaProbe;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.ModelOffer;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileKind;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Choosing a verifier: what there is, what it would need, whether it fits, loading it.
public final class VerifierViewModel {
    /// The setting that holds the location chosen last.
    static final String LAST = "window.verifier";

    /// The settings to read before [#start].
    public static final List<String> KEYS =
            Stream.concat(Stream.of(LAST), LoadOptionsViewModel.KEYS.stream()).toList();

    /// A folder or file that was opened and is no model.
    public record Refusal(String name, WorkbenchException.Report report) {}

    private static final List<FileKind> ONNX_FILES =
            List.of(new FileKind("ONNX models", List.of("*.onnx")), FileKind.any());

    /// What is known of the chosen verifier.
    public sealed interface State {
        /// Nothing is chosen.
        record Nothing() implements State {}

        /// Its folder is looked at.
        record Checking() implements State {}

        /// It can be loaded.
        ///
        /// @param isOtherwiseLoaded whether it is in memory, but loaded another way
        record Available(VerifierDescription description, boolean isOtherwiseLoaded)
                implements State {}

        /// It needs more memory than there is.
        record Refused(VerifierDescription description) implements State {}

        /// It is being loaded.
        record Loading(@Nullable VerifierDescription description) implements State {}

        /// It is in memory.
        record Loaded(LoadedVerifier verifier, @Nullable VerifierDescription description)
                implements State {}

        /// Its folder cannot be used.
        record Failed(WorkbenchException.Report report) implements State {}
    }

    private final Session session;
    private final Remembered remembered;
    private final BackgroundTasks.Lane checking;
    private final LoadOptionsViewModel options;
    private final ImportViewModel imports;
    private final ObservableList<VerifierChoice> choices = FXCollections.observableArrayList();
    private final ObservableList<VerifierChoice> choicesView =
            FXCollections.unmodifiableObservableList(choices);
    private final ReadOnlyObjectWrapper<@Nullable VerifierChoice> chosen =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Nothing());
    private final ReadOnlyStringWrapper label = new ReadOnlyStringWrapper("no verifier");
    private final ReadOnlyObjectWrapper<CudaProbe.@Nullable Finding> cuda =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Refusal> refusal = new ReadOnlyObjectWrapper<>();
    private @Nullable VerifierDescription description;
    private @Nullable Cancellation loading;

    public VerifierViewModel(Session session, Remembered remembered) {
        this.session = session;
        this.remembered = remembered;
        checking = session.tasks().lane();
        options = new LoadOptionsViewModel(remembered);
        imports = new ImportViewModel(session, this::add);
        options.optionsProperty().subscribe(now -> recheck());
        state.subscribe(this::relabel);
        chosen.subscribe(this::relabel);
    }

    /// Takes over what can be chosen and chooses the one used last, or the built-in one.
    public void start(List<VerifierChoice> known) {
        choices.setAll(known);
        options.restore();
        String last = remembered.get(LAST);
        known.stream()
                .filter(choice -> choice.location().equals(last))
                .findFirst()
                .or(() -> known.stream().filter(VerifierChoice::isBuiltin).findFirst())
                .or(() -> known.stream().findFirst())
                .ifPresent(this::choose);
    }

    /// Chooses a verifier and looks at what it needs; loads nothing.
    public void choose(VerifierChoice choice) {
        if (loading != null) {
            loading.cancel();
            loading = null;
        }
        imports.dismiss();
        refusal.set(null);
        description = null;
        chosen.set(choice.with(LoadOptions.DEFAULT));
        state.set(new State.Checking());
        remembered.put(LAST, choice.location());
        check(choice);
    }

    private void recheck() {
        VerifierChoice choice = chosen.get();
        if (choice != null && !(state.get() instanceof State.Loading)) {
            check(choice);
        }
    }

    private void check(VerifierChoice choice) {
        VerifierChoice wanted = choice.with(options.optionsProperty().get());
        session.call(
                checking,
                (workbench, cancellation) -> workbench.describe(wanted),
                this::described,
                failure ->
                        state.set(
                                new State.Failed(
                                        DialogService.report(
                                                "Checking " + choice.name(), failure))));
    }

    private void described(VerifierDescription found) {
        description = found;
        LoadedVerifier loaded = inMemory(found.choice());
        if (loaded != null && isAsWanted(loaded)) {
            state.set(new State.Loaded(loaded, found));
        } else {
            state.set(
                    found.fits()
                            ? new State.Available(found, loaded != null)
                            : new State.Refused(found));
        }
    }

    private @Nullable LoadedVerifier inMemory(VerifierChoice choice) {
        return session.workbench()
                .loaded()
                .filter(verifier -> verifier.choice().location().equals(choice.location()))
                .orElse(null);
    }

    private boolean isAsWanted(LoadedVerifier verifier) {
        return verifier.choice().options().equals(options.optionsProperty().get());
    }

    /// Asks for a model folder and looks at it.
    public void openFolder() {
        session.dialogs().openFolder("Open model folder").ifPresent(this::open);
    }

    /// Asks for an `.onnx` file and looks at it.
    public void openFile() {
        session.dialogs().openFile("Open ONNX model", ONNX_FILES).ifPresent(this::open);
    }

    /// Looks at a folder or a file: a model is chosen, a checkpoint is offered for import.
    public void open(Path path) {
        refusal.set(null);
        LoadOptions how = options.optionsProperty().get();
        session.call(
                "Opening " + path.getFileName(),
                (workbench, cancellation) -> workbench.inspect(path, how),
                offer -> {
                    switch (offer) {
                        case ModelOffer.Ready _ -> add(path);
                        case ModelOffer.Importable importable -> imports.offer(importable);
                        case ModelOffer.Refused(WorkbenchException.Report report) ->
                                refusal.set(
                                        new Refusal(String.valueOf(path.getFileName()), report));
                    }
                });
    }

    private void add(Path path) {
        session.call(
                "Opening " + path.getFileName(),
                (workbench, cancellation) -> workbench.addVerifier(path),
                this::added);
    }

    private void added(VerifierChoice choice) {
        VerifierChoice plain = choice.with(LoadOptions.DEFAULT);
        if (choices.stream().noneMatch(each -> each.location().equals(plain.location()))) {
            choices.add(plain);
        }
        choose(plain);
    }

    /// Asks, the first time, whether CUDA could be used.
    public void probe() {
        if (cuda.get() == null && session.isAttached()) {
            session.call(
                    "Looking for CUDA", (workbench, cancellation) -> workbench.cuda(), cuda::set);
        }
    }

    /// Loads the chosen verifier, unless it does not fit.
    public void load() {
        VerifierChoice choice = toRun();
        if (choice == null || !(state.get() instanceof State.Available)) {
            return;
        }
        // An estimate under way would take the panel back from loading.
        checking.cancel();
        state.set(new State.Loading(description));
        loading =
                session.call(
                        (workbench, cancellation) -> workbench.load(choice, cancellation),
                        this::loaded,
                        failure ->
                                state.set(
                                        new State.Failed(
                                                DialogService.report(
                                                        "Loading " + choice.name(), failure))));
    }

    private void loaded(LoadedVerifier verifier) {
        if (isAsWanted(verifier)) {
            state.set(new State.Loaded(verifier, description));
        } else {
            // The options were changed meanwhile.
            state.set(new State.Checking());
            recheck();
        }
    }

    /// The chosen verifier with the options it is to be loaded with; null if none is chosen.
    public @Nullable VerifierChoice toRun() {
        VerifierChoice choice = chosen.get();
        return choice == null ? null : choice.with(options.optionsProperty().get());
    }

    /// Looks again at what is in memory, as after a run loaded the verifier itself.
    public void refresh() {
        VerifierChoice choice = chosen.get();
        if (choice == null || state.get() instanceof State.Loaded) {
            return;
        }
        LoadedVerifier verifier = inMemory(choice);
        if (verifier != null && isAsWanted(verifier)) {
            state.set(new State.Loaded(verifier, description));
        }
    }

    private void relabel() {
        VerifierChoice choice = chosen.get();
        if (choice == null) {
            label.set("no verifier");
            return;
        }
        String detail =
                switch (state.get()) {
                    case State.Nothing() -> "";
                    case State.Checking() -> " · checking…";
                    case State.Available(VerifierDescription found, boolean _) ->
                            " · " + found.precision();
                    case State.Refused _ -> " · does not fit";
                    case State.Loading _ -> " · loading…";
                    case State.Loaded(LoadedVerifier loaded, VerifierDescription _) ->
                            " · "
                                    + loaded.identity().precision()
                                    + " · "
                                    + loaded.computation().device()
                                    + (loaded.computation().mode() == ComputeMode.REFERENCE
                                            ? " · reference"
                                            : "");
                    case State.Failed _ -> " · cannot be used";
                };
        label.set(choice.name() + detail);
    }

    /// Whether a run may be started with the chosen verifier.
    public boolean canRun() {
        return switch (state.get()) {
            case State.Available _, State.Loaded _, State.Loading _ -> true;
            case State.Nothing _, State.Checking _, State.Refused _, State.Failed _ -> false;
        };
    }

    public ObservableList<VerifierChoice> choices() {
        return choicesView;
    }

    /// How it is to be loaded.
    public LoadOptionsViewModel options() {
        return options;
    }

    /// The import of a checkpoint.
    public ImportViewModel imports() {
        return imports;
    }

    /// What was opened last and is no model; null if it was one.
    public ReadOnlyObjectProperty<@Nullable Refusal> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    /// Whether CUDA could be used; null until [#probe] has an answer.
    public ReadOnlyObjectProperty<CudaProbe.@Nullable Finding> cudaProperty() {
        return cuda.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable VerifierChoice> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The chosen verifier in a few words, such as `built-in verifier · fp32 · CPU`.
    public ReadOnlyStringProperty labelProperty() {
        return label.getReadOnlyProperty();
    }
}
