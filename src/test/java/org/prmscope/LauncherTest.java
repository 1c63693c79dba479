package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.ui.UiArguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

class LauncherTest {
    private static UiArguments arguments(String... args) {
        return Launcher.arguments(args);
    }

    @Test
    void filesAreOpenedInTheUsualWorkspace() {
        assertEquals(new UiArguments(null, List.of()), arguments());
        assertEquals(
                new UiArguments(null, List.of(Path.of("a.json"), Path.of("b.json"))),
                arguments("a.json", "b.json"));
    }

    @Test
    void aWorkspaceMayBeNamedOrGivenLikeAFile(@TempDir Path folder) throws IOException {
        Path other = Files.writeString(folder.resolve("w.prmscope"), "SQLite format 3\u0000");
        UiArguments expected = new UiArguments(other, List.of(Path.of("a.json")));
        assertEquals(expected, arguments("--workspace", other.toString(), "a.json"));
        assertEquals(expected, arguments(other.toString(), "a.json"));
    }

    @Test
    void commandsAndOptionsOpenNoWindow() {
        Set<String> commands = Set.of("verify");
        assertTrue(Launcher.wantsWindow(new String[] {}, commands));
        assertTrue(Launcher.wantsWindow(new String[] {"a.json"}, commands));
        assertTrue(Launcher.wantsWindow(new String[] {"--workspace", "w", "a.json"}, commands));
        assertFalse(Launcher.wantsWindow(new String[] {"verify"}, commands));
        assertFalse(Launcher.wantsWindow(new String[] {"--help"}, commands));
    }
}
