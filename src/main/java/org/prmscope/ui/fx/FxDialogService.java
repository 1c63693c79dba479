package org.prmscope.ui.fx;

import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Dialogs of the desktop: the system's file choosers, messages in the window's [NoticeBar].
///
/// Choosers start in the folder used last.
public final class FxDialogService implements DialogService {
    private static final Logger LOG = Logger.getLogger(FxDialogService.class.getName());

    private final Supplier<@Nullable Window> owner;
    private final NoticeBar notices;
    private final Theme theme;
    private @Nullable File folder;

    /// @param owner the window that dialogs belong to, or null before there is one
    public FxDialogService(Supplier<@Nullable Window> owner, NoticeBar notices, Theme theme) {
        this.owner = owner;
        this.notices = notices;
        this.theme = theme;
    }

    @Override
    public Optional<Path> openFile(String title, List<FileKind> kinds) {
        return chosen(chooser(title, kinds).showOpenDialog(owner.get()));
    }

    @Override
    public Optional<Path> openFolder(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(usableFolder());
        return chosen(chooser.showDialog(owner.get()));
    }

    @Override
    public Optional<Path> saveFile(String title, String initialName, List<FileKind> kinds) {
        FileChooser chooser = chooser(title, kinds);
        chooser.setInitialFileName(initialName);
        return chosen(chooser.showSaveDialog(owner.get()));
    }

    @Override
    public boolean confirm(String title, String text, String action) {
        ButtonType yes = new ButtonType(action, ButtonBar.ButtonData.OK_DONE);
        Alert alert = new Alert(Alert.AlertType.CONFIRMATION, text, yes, ButtonType.CANCEL);
        alert.setTitle(title);
        alert.setHeaderText(title);
        alert.initOwner(owner.get());
        theme.install(alert.getDialogPane().getScene());
        try {
            return alert.showAndWait().filter(yes::equals).isPresent();
        } finally {
            theme.remove(alert.getDialogPane().getScene());
        }
    }

    @Override
    public void show(Notice notice) {
        notices.show(notice);
    }

    @Override
    public void showFailure(String doing, Throwable failure) {
        LOG.log(Level.WARNING, doing, failure);
        notices.show(Notice.error(DialogService.report(doing, failure)));
    }

    @Override
    public void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private FileChooser chooser(String title, List<FileKind> kinds) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(usableFolder());
        kinds.forEach(kind ->
                chooser.getExtensionFilters()
                        .add(new FileChooser.ExtensionFilter(kind.label(), kind.patterns())));
        return chooser;
    }

    private Optional<Path> chosen(@Nullable File file) {
        if (file == null) {
            return Optional.empty();
        }
        folder = file.isDirectory() ? file : file.getParentFile();
        return Optional.of(file.toPath());
    }

    private @Nullable File usableFolder() {
        File last = folder;
        return last != null && last.isDirectory() ? last : null;
    }
}
