package org.prmscope.ui.model;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;

import java.util.List;

/// Choosing a verifier: what there is, what it would need, whether it fits, loading it.
public final class VerifierViewModel {
    /// The setting that holds the location chosen last.
    public static final String LAST = "window.verifier";

    /// What is known of the chosen verifier.
    public sealed interface State {
        /// Nothing is chosen.
        record Nothing() implements State {}

        /// Its folder is looked at.
        record Checking() implements State {}

        /// It can be loaded.
        record Available(VerifierDescription description) implements State {}

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
    private final ObservableList<VerifierChoice> choices = FXCollections.observableArrayList();
    private final ObservableList<VerifierChoice> choicesView =
            FXCollections.unmodifiableObservableList(choices);
    private final ReadOnlyObjectWrapper<@Nullable VerifierChoice> chosen =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Nothing());
    private final ReadOnlyStringWrapper label = new ReadOnlyStringWrapper("no verifier");
    private @Nullable VerifierDescription description;
    private @Nullable Cancellation loading;

    public VerifierViewModel(Session session, Remembered remembered) {
        this.session = session;
        this.remembered = remembered;
        checking = session.tasks().lane();
        state.subscribe(this::relabel);
        chosen.subscribe(this::relabel);
    }

    /// Takes over what can be chosen and chooses the one used last, or the built-in one.
    public void start(List<VerifierChoice> known) {
        choices.setAll(known);
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
        description = null;
        chosen.set(choice);
        state.set(new State.Checking());
        remembered.put(LAST, choice.location());
        session.call(
                checking,
                (workbench, cancellation) -> workbench.describe(choice),
                this::described,
                failure ->
                        state.set(
                                new State.Failed(
                                        DialogService.report(
                                                "Checking " + choice.name(), failure))));
    }

    private void described(VerifierDescription found) {
        description = found;
        LoadedVerifier loaded =
                session.workbench()
                        .loaded()
                        .filter(verifier -> verifier.choice().equals(found.choice()))
                        .orElse(null);
        if (loaded != null) {
            state.set(new State.Loaded(loaded, found));
        } else {
            state.set(found.fits() ? new State.Available(found) : new State.Refused(found));
        }
    }

    /// Asks for a model folder and chooses it.
    public void addFolder() {
        session.dialogs()
                .openFolder("Open model folder")
                .ifPresent(folder ->
                        session.call(
                                "Opening " + folder.getFileName(),
                                (workbench, cancellation) -> workbench.addVerifier(folder),
                                this::added));
    }

    private void added(VerifierChoice choice) {
        if (!choices.contains(choice)) {
            choices.add(choice);
        }
        choose(choice);
    }

    /// Loads the chosen verifier, unless it does not fit.
    public void load() {
        VerifierChoice choice = chosen.get();
        if (choice == null || !(state.get() instanceof State.Available)) {
            return;
        }
        state.set(new State.Loading(description));
        loading =
                session.call(
                        (workbench, cancellation) -> workbench.load(choice, cancellation),
                        loaded -> state.set(new State.Loaded(loaded, description)),
                        failure ->
                                state.set(
                                        new State.Failed(
                                                DialogService.report(
                                                        "Loading " + choice.name(), failure))));
    }

    /// Looks again at what is in memory, as after a run loaded the verifier itself.
    public void refresh() {
        VerifierChoice choice = chosen.get();
        if (choice == null || state.get() instanceof State.Loaded) {
            return;
        }
        session.workbench()
                .loaded()
                .filter(verifier -> verifier.choice().equals(choice))
                .ifPresent(verifier -> state.set(new State.Loaded(verifier, description)));
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
                    case State.Available(VerifierDescription found) -> " · " + found.precision();
                    case State.Refused _ -> " · does not fit";
                    case State.Loading _ -> " · loading…";
                    case State.Loaded(LoadedVerifier loaded, VerifierDescription _) ->
                            " · "
                                    + loaded.identity().precision()
                                    + " · "
                                    + loaded.computation().device();
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
