package org.prmscope.ui.model;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ImportPlan;
import org.prmscope.run.ImportProgress;
import org.prmscope.run.ModelOffer;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.session.Session;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Importing a checkpoint: which precision, where to, how far it is. Runs go on beside it.
public final class ImportViewModel {
    /// Where the import stands.
    public sealed interface State {
        /// There is none.
        record Nothing() implements State {}

        /// A checkpoint can be imported.
        ///
        /// @param chosen one of the offer's plans
        /// @param target the folder that will be made
        /// @param failure why the last try failed; null if there was none
        record Offered(
                ModelOffer.Importable offer,
                ImportPlan chosen,
                Path target,
                WorkbenchException.@Nullable Report failure)
                implements State {}

        /// It is being written.
        ///
        /// @param isCancelling whether it was asked to stop
        record Writing(Offered from, @Nullable ImportProgress progress, boolean isCancelling)
                implements State {}
    }

    private final Session session;
    private final Consumer<? super Path> imported;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Nothing());
    // Written by the thread that imports, read by the poll.
    private final AtomicReference<@Nullable ImportProgress> progress = new AtomicReference<>();
    private @Nullable Path parent;
    private @Nullable Cancellation cancellation;

    /// @param imported told of the folder of a finished import
    ImportViewModel(Session session, Consumer<? super Path> imported) {
        this.session = session;
        this.imported = imported;
    }

    /// Offers a checkpoint; one that is being written goes on and stays in view.
    void offer(ModelOffer.Importable offer) {
        if (state.get() instanceof State.Writing) {
            return;
        }
        parent = null;
        ImportPlan first =
                offer.plans().stream()
                        .filter(ImportPlan::isRecommended)
                        .findFirst()
                        .orElse(offer.plans().getFirst());
        state.set(new State.Offered(offer, first, target(offer, first), null));
    }

    /// Chooses a precision.
    public void choose(ImportPlan plan) {
        if (state.get() instanceof State.Offered(var offer, _, _, _)) {
            state.set(new State.Offered(offer, plan, target(offer, plan), null));
        }
    }

    /// Asks in which folder the model's folder is to be made.
    public void chooseTarget() {
        if (state.get() instanceof State.Offered(var offer, var plan, _, _)) {
            session.dialogs()
                    .openFolder("Where to put the imported model")
                    .ifPresent(chosen -> {
                        parent = chosen;
                        state.set(new State.Offered(offer, plan, target(offer, plan), null));
                    });
        }
    }

    /// Beside the checkpoint unless another place was chosen, with the precision in its name.
    private Path target(ModelOffer.Importable offer, ImportPlan plan) {
        Path source = plan.source().toAbsolutePath().normalize();
        Path place = parent;
        if (place == null) {
            place = source.getParent() == null ? source : source.getParent();
        }
        String precision = plan.precision().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String name = offer.name().replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        return place.resolve(name + "-onnx-" + precision);
    }

    /// Begins to write.
    public void start() {
        if (!(state.get() instanceof State.Offered offered)) {
            return;
        }
        Cancellation stop = new Cancellation();
        cancellation = stop;
        progress.set(null);
        state.set(new State.Writing(offered, null, false));
        session.call(
                (workbench, _) -> {
                    workbench.importModel(offered.chosen(), offered.target(), progress::set, stop);
                    return offered.target();
                },
                target -> {
                    state.set(new State.Nothing());
                    imported.accept(target);
                },
                failure -> ended(offered, failure));
    }

    private void ended(State.Offered offered, Throwable failure) {
        state.set(
                failure instanceof CancellationException
                        ? offered
                        : new State.Offered(
                                offered.offer(),
                                offered.chosen(),
                                offered.target(),
                                DialogService.report(
                                        "Importing " + offered.offer().name(), failure)));
    }

    /// Asks the import to stop; what it wrote is removed.
    public void cancel() {
        Cancellation stop = cancellation;
        if (stop != null && state.get() instanceof State.Writing(var from, var now, _)) {
            state.set(new State.Writing(from, now, true));
            stop.cancel();
        }
    }

    /// Puts the offer away.
    public void dismiss() {
        if (state.get() instanceof State.Offered) {
            state.set(new State.Nothing());
        }
    }

    /// Brings the progress up to date; call about ten times a second.
    public void poll() {
        if (state.get() instanceof State.Writing(var from, var shown, boolean cancelling)) {
            ImportProgress now = progress.get();
            if (now != null && !now.equals(shown)) {
                state.set(new State.Writing(from, now, cancelling));
            }
        }
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
