package org.prmscope.run;

import org.prmscope.core.WorkbenchException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The verifiers a person can choose: the built-in one and the folders opened before, the last
/// first.
final class VerifierFolders {
    private static final String KEY = "verifiers";
    private static final int KEPT = 12;

    private final WorkspacePort workspace;

    VerifierFolders(WorkspacePort workspace) {
        this.workspace = workspace;
    }

    static VerifierChoice builtin() {
        return new VerifierChoice("Built-in verifier", VerifierChoice.BUILTIN);
    }

    static VerifierChoice choice(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        return new VerifierChoice(
                name == null ? absolute.toString() : name.toString(), absolute.toString());
    }

    List<VerifierChoice> all() throws WorkbenchException {
        List<VerifierChoice> choices = new ArrayList<>();
        choices.add(builtin());
        remembered().forEach(folder -> choices.add(choice(Path.of(folder))));
        return choices;
    }

    void remember(VerifierChoice choice) throws WorkbenchException {
        if (choice.isBuiltin()) {
            return;
        }
        List<String> folders = new ArrayList<>(remembered());
        folders.remove(choice.location());
        folders.addFirst(choice.location());
        workspace.putSetting(
                KEY, String.join("\n", folders.subList(0, Math.min(KEPT, folders.size()))));
    }

    private List<String> remembered() throws WorkbenchException {
        return workspace
                .setting(KEY)
                .map(text -> text.lines().filter(line -> !line.isBlank()).toList())
                .orElse(List.of());
    }
}
