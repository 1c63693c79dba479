package org.prmscope.ui.session;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.run.Workbench;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;

import java.util.function.Consumer;

/// Calls the workbench off the FX thread and brings results and failures back to it.
///
/// The window exists before the workbench is opened; until [#attach] nothing may be called.
public final class Session {
    /// A call on the workbench.
    @FunctionalInterface
    public interface Call<T> {
        T on(Workbench workbench, Cancellation cancellation) throws Exception;
    }

    private final BackgroundTasks tasks;
    private final DialogService dialogs;
    private @Nullable Workbench workbench;
    private boolean ended;

    /// @param dialogs told of every failure that has no handler of its own
    public Session(BackgroundTasks tasks, DialogService dialogs) {
        this.tasks = tasks;
        this.dialogs = dialogs;
    }

    /// Takes the workbench into use.
    public void attach(Workbench opened) {
        workbench = opened;
    }

    public boolean isAttached() {
        return workbench != null;
    }

    /// The workbench, for its methods that never wait.
    ///
    /// @throws IllegalStateException before it is opened
    public Workbench workbench() {
        Workbench opened = workbench;
        if (opened == null) {
            throw new IllegalStateException("the workbench is not open yet");
        }
        return opened;
    }

    public DialogService dialogs() {
        return dialogs;
    }

    public BackgroundTasks tasks() {
        return tasks;
    }

    /// Starts a call; a failure is shown to the user.
    ///
    /// @param doing for the message of a failure, such as `Opening gsm8k.json`
    public <T> Cancellation call(String doing, Call<T> call, Consumer<? super T> then) {
        return call(call, then, failure -> dialogs.showFailure(doing, failure));
    }

    /// Starts a call with its own handler of failures.
    public <T> Cancellation call(
            Call<T> call, Consumer<? super T> then, Consumer<? super Throwable> onFailure) {
        Workbench opened = workbench();
        return tasks.run(
                cancellation -> call.on(opened, cancellation), live(then), live(onFailure));
    }

    /// Closes the workbench. Calls that are under way end by themselves; what they give is dropped.
    ///
    /// @param then called when it is closed
    public void end(Runnable then, Consumer<? super Throwable> onFailure) {
        Workbench opened = workbench();
        ended = true;
        tasks.run(
                _ -> {
                    opened.close();
                    return true;
                },
                _ -> then.run(),
                onFailure);
    }

    private <T> Consumer<T> live(Consumer<? super T> callback) {
        return value -> {
            if (!ended) {
                callback.accept(value);
            }
        };
    }

    /// Starts a call in a lane, instead of the one before.
    public <T> void call(
            BackgroundTasks.Lane lane,
            Call<T> call,
            Consumer<? super T> then,
            Consumer<? super Throwable> onFailure) {
        Workbench opened = workbench();
        lane.submit(cancellation -> call.on(opened, cancellation), live(then), live(onFailure));
    }
}
