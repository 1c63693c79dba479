package org.prmscope.ui.fx;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Asks where a file is to go and writes it off the FX thread; says when it is there or why not.
public final class FileExport {
    private final BackgroundTasks tasks;
    private final DialogService dialogs;

    /// Writes a file; on any thread.
    @FunctionalInterface
    public interface Writing {
        void to(Path file) throws Exception;
    }

    public FileExport(BackgroundTasks tasks, DialogService dialogs) {
        this.tasks = tasks;
        this.dialogs = dialogs;
    }

    /// Nothing happens if no file is chosen.
    ///
    /// @param name the name to begin with; what stands after its last dot is the kind of file
    public void save(String name, Writing writing) {
        String kind = name.substring(name.lastIndexOf('.') + 1);
        dialogs.saveFile(
                        "Export",
                        name,
                        List.of(new FileKind(kind.toUpperCase(Locale.ROOT), List.of("*." + kind))))
                .ifPresent(file -> write(file, writing));
    }

    private void write(Path file, Writing writing) {
        tasks.run(
                _ -> {
                    writing.to(file);
                    return file;
                },
                written -> dialogs.show(Notice.done("Exported to " + written.getFileName())),
                failure -> dialogs.showFailure("Exporting to " + file, failure));
    }
}
