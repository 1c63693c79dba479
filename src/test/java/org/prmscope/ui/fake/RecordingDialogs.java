package org.prmscope.ui.fake;

import org.jspecify.annotations.Nullable;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileKind;
import org.prmscope.ui.fx.Notice;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers dialogs as told and keeps what was shown.
public final class RecordingDialogs implements DialogService {
    private final List<Notice> notices = new ArrayList<>();
    private @Nullable Path folder;
    private @Nullable Path file;
    private @Nullable Path saveFolder;
    private String copied = "";

    /// What the next folder chooser answers.
    public void answerFolder(Path answer) {
        folder = answer;
    }

    /// What the next file chooser answers.
    public void answerFile(Path answer) {
        file = answer;
    }

    /// Where files are saved from now on, under the name that is proposed.
    public void saveIn(Path answer) {
        saveFolder = answer;
    }

    public List<Notice> notices() {
        return notices;
    }

    public String copied() {
        return copied;
    }

    @Override
    public Optional<Path> openFile(String title, List<FileKind> kinds) {
        return Optional.ofNullable(file);
    }

    @Override
    public Optional<Path> openFolder(String title) {
        return Optional.ofNullable(folder);
    }

    @Override
    public Optional<Path> saveFile(String title, String initialName, List<FileKind> kinds) {
        return Optional.ofNullable(saveFolder).map(in -> in.resolve(initialName));
    }

    @Override
    public boolean confirm(String title, String text, String action) {
        return true;
    }

    @Override
    public void show(Notice notice) {
        notices.add(notice);
    }

    @Override
    public void showFailure(String doing, Throwable failure) {
        notices.add(Notice.error(DialogService.report(doing, failure)));
    }

    @Override
    public void copy(String text) {
        copied = text;
    }
}
