package org.prmscope.ui.fx;

import org.prmscope.core.WorkbenchException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a view model asks of the person and of the clipboard, without knowing a window.
///
/// Everything is called on the FX thread. Messages never block; only file choosers and [#confirm]
/// do.
public interface DialogService {
    /// Asks for one existing file; empty when dismissed.
    Optional<Path> openFile(String title, List<FileKind> kinds);

    /// Asks for one existing folder; empty when dismissed.
    Optional<Path> openFolder(String title);

    /// Asks where to save; the chooser itself asks before an existing file is replaced.
    Optional<Path> saveFile(String title, String initialName, List<FileKind> kinds);

    /// Asks before something that cannot be undone.
    ///
    /// @param action the verb on the confirming button, such as `Delete run`
    boolean confirm(String title, String text, String action);

    /// Shows a message without interrupting.
    void show(Notice notice);

    /// Shows a failure: a [WorkbenchException] with its parts, anything else as an internal error.
    void showFailure(String doing, Throwable failure);

    /// Puts text on the clipboard.
    void copy(String text);

    /// The report of a failure: its own for a [WorkbenchException], else one that names the bug.
    ///
    /// @param doing what was being done, such as `Opening gsm8k.json`
    static WorkbenchException.Report report(String doing, Throwable failure) {
        if (failure instanceof WorkbenchException known) {
            return known.report();
        }
        String message = failure.getMessage();
        return new WorkbenchException.Report(
                doing + " failed unexpectedly",
                "",
                "",
                failure.getClass().getSimpleName() + (message == null ? "" : ": " + message),
                "This is a bug in PRMScope: please report it with this text.");
    }
}
