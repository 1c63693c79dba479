package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.cli.Console;
import org.prmscope.cli.PrmScopeCommand;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `prmscope train` says of options and files that it does not take.
class TrainCommandTest {
    @TempDir Path folder;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeChats() throws Exception {
        Files.writeString(folder.resolve("chats.jsonl"), "{}\n");
    }

    @Test
    void optionsOutOfRangeAreUsageErrorsThatNameThem() {
        for (List<String> options :
                List.of(
                        List.of("--batch", "0"),
                        List.of("--pack", "0"),
                        List.of("--longest", "1"),
                        List.of("--lora", "0"),
                        List.of("--threads", "0"),
                        List.of("--steps", "-1"),
                        List.of("--rate", "-1e-5"),
                        List.of("--rate", "NaN"),
                        List.of("--alpha", "0"),
                        List.of("--checkpoint-every", "0"),
                        List.of("--evaluate-every", "0"),
                        List.of("--targets", "foo"))) {
            assertEquals(2, train(options), options::toString);
            assertSaid(options.getFirst() + " must ");
        }
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void builtinOptionsOutOfRangeAreUsageErrorsToo() {
        for (List<String> options :
                List.of(
                        List.of("--threads", "0", "--steps", "1"),
                        List.of("--decay", "-1", "--steps", "1"),
                        List.of("--decay", "3", "--steps", "2"),
                        List.of("--steps", "-1"))) {
            assertEquals(2, builtin(options), options::toString);
            assertSaid(options.getFirst() + " must ");
        }
    }

    @Test
    void nothingToDoIsAUsageError() {
        assertEquals(2, builtin(List.of()));
        assertSaid("--export");
    }

    @Test
    void chatsThatAreNoTextAreReported() throws Exception {
        Files.write(folder.resolve("chats.jsonl"), new byte[] {(byte) 0xFF, '\n'});
        assertEquals(3, train(List.of()));
        assertSaid("The chats cannot be read");
    }

    /// Before anything is opened: the base is not there.
    @Test
    void exportToAFolderWithContentIsRefusedBeforeTheTraining() throws Exception {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("mine"), "");
        assertEquals(
                3, train(List.of("--steps", "1", "--longest", "64", "--export", out.toString())));
        assertSaid("The export's folder has content");
        assertEquals(3, builtin(List.of("--steps", "1", "--export", out.toString())));
        assertSaid("The model folder cannot be written");
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void exportIntoTheTrainingsOwnFolderIsAUsageError() {
        String run = folder.resolve("run").toString();
        assertEquals(2, train(List.of("--export", run)));
        assertSaid("--export must ");
        assertEquals(2, builtin(List.of("--steps", "1", "--export", run)));
        assertSaid("--export must ");
    }

    /// A look at the folder of the export leaves nothing.
    @Test
    void exportsFolderIsNotMadeByATrainingThatIsRefused() {
        Path out = folder.resolve("out");
        assertEquals(
                3, train(List.of("--steps", "1", "--longest", "64", "--export", out.toString())));
        assertSaid("base");
        assertFalse(Files.exists(out));
    }

    private void assertSaid(String text) {
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains(text), said);
        assertFalse(said.contains("Exception"), said);
        err.reset();
    }

    private int train(List<String> options) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "train",
                                "--base",
                                folder.resolve("base").toString(),
                                "--chains",
                                folder.resolve("chats.jsonl").toString(),
                                "--folder",
                                folder.resolve("run").toString()));
        args.addAll(options);
        return run(args);
    }

    private int builtin(List<String> options) {
        List<String> args =
                new ArrayList<>(
                        List.of("train", "builtin", "--folder", folder.resolve("run").toString()));
        args.addAll(options);
        return run(args);
    }

    private int run(List<String> args) {
        UserFolders folders = new UserFolders(folder.resolve("cache"), folder.resolve("state"));
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return PrmScopeCommand.parser(new Assembly(folders), new Console(stream, stream, false))
                .execute(args.toArray(String[]::new));
    }
}
