package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.ui.UiArguments;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    private static int exitCode(String failure) throws IOException {
        WatchedOutput out =
                new WatchedOutput(
                        new OutputStream() {
                            @Override
                            public void write(int value) throws IOException {
                                if (!failure.isEmpty()) {
                                    throw new IOException(failure);
                                }
                            }
                        });
        try (PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            printed.println("result");
        }
        return Launcher.exitCode(1, out, new PrintStream(OutputStream.nullOutputStream()));
    }

    @Test
    void outputThatIsLostIsNoSuccessButAReaderMayHaveSeenEnough() throws IOException {
        assertEquals(1, exitCode(""));
        assertEquals(3, exitCode("No space left on device"));
        assertEquals(1, exitCode("Broken pipe"));
    }

    @Test
    void anArgumentThatJavaCouldNotReadIsRefused() {
        assertEquals(Optional.empty(), Launcher.undecodable(new String[] {"verify", "ü"}));
        String refusal =
                Launcher.undecodable(new String[] {"verify", "a\ufffd\u001b"}).orElseThrow();
        assertTrue(refusal.contains("found a?\\u001b, with ?"), refusal);
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
