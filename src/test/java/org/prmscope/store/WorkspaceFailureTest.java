package org.prmscope.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Run;
import org.prmscope.core.VerificationChain;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

class WorkspaceFailureTest {
    @TempDir Path folder;

    private Path file() {
        return folder.resolve("w.prmscope");
    }

    private Workspace open(Path file) throws WorkspaceException {
        return Workspace.open(file, InstantSource.fixed(WorkspaceTest.NOW), WorkspaceTest.NATIVES);
    }

    private Workspace openReadOnly(Path file) throws WorkspaceException {
        return Workspace.openReadOnly(
                file, InstantSource.fixed(WorkspaceTest.NOW), WorkspaceTest.NATIVES);
    }

    private void assertRefused(WorkspaceException.Kind kind, Path file, String... parts) {
        WorkspaceException e = assertThrows(WorkspaceException.class, () -> open(file).close());
        assertKind(kind, e, parts);
    }

    private static void assertKind(
            WorkspaceException.Kind kind, WorkspaceException e, String... parts) {
        String text = e.report().text();
        assertEquals(kind, e.kind(), text);
        for (String part : parts) {
            assertTrue(text.contains(part), () -> part + " in: " + text);
        }
    }

    /// Makes a workspace with one set, one run and one chain and gives the run's id.
    private long fill() throws WorkspaceException {
        try (Workspace workspace = open(file())) {
            Run run = WorkspaceTest.begin(workspace, workspace.importSet(WorkspaceTest.set(3)));
            workspace.appendChain(run.id(), new RandomChains(5).chain("s0", 0, 90));
            return run.id();
        }
    }

    private void change(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void missingFolderAndFolderAsFileAreNamed() {
        assertRefused(WorkspaceException.Kind.NO_PLACE, folder.resolve("no/w"), "does not exist");
        assertRefused(WorkspaceException.Kind.NO_PLACE, folder, "is a folder");
        WorkspaceException e =
                assertThrows(WorkspaceException.class, () -> openReadOnly(file()).close());
        assertKind(WorkspaceException.Kind.NO_PLACE, e, "no such workspace");
    }

    @Test
    void fileOfAnotherKindIsRefusedAndLeftAlone() throws Exception {
        byte[] text = "x".repeat(5_000).getBytes(StandardCharsets.UTF_8);
        Files.write(file(), text);
        assertRefused(WorkspaceException.Kind.NOT_A_WORKSPACE, file(), "no SQLite database");
        assertArrayEquals(text, Files.readAllBytes(file()));
    }

    @Test
    void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
        change("CREATE TABLE theirs(x)");
        byte[] before = Files.readAllBytes(file());
        assertRefused(WorkspaceException.Kind.NOT_A_WORKSPACE, file(), "another program's");
        assertArrayEquals(before, Files.readAllBytes(file()));
    }

    @Test
    void newerVersionIsRefusedWithTheNumbersAndLeftAlone() throws Exception {
        fill();
        change("PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(file());
        assertRefused(
                WorkspaceException.Kind.NEWER_VERSION,
                file(),
                "version 99",
                "version " + Schema.VERSION + " or older");
        assertArrayEquals(before, Files.readAllBytes(file()));
    }

    @Test
    void damagedPagesAreFoundOnOpening() throws Exception {
        fill();
        byte[] bytes = Files.readAllBytes(file());
        Arrays.fill(bytes, 4_096, Math.min(bytes.length, 40_960), (byte) 0x5A);
        Files.write(file(), bytes);
        assertRefused(WorkspaceException.Kind.CORRUPT, file(), "damaged");
    }

    @Test
    void truncatedFileIsRefused() throws Exception {
        fill();
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(WorkspaceException.Kind.CORRUPT, file());
    }

    @Test
    void triggersAndViewsThatSomebodyPutInAreRefused() throws Exception {
        fill();
        change("CREATE TRIGGER t AFTER INSERT ON chain BEGIN DELETE FROM solution_set; END");
        assertRefused(WorkspaceException.Kind.CORRUPT, file(), "foreign: CREATE TRIGGER");
        change("DROP TRIGGER t", "DROP TABLE chain");
        assertRefused(WorkspaceException.Kind.CORRUPT, file(), "missing: CREATE TABLE chain");
    }

    @Test
    void hostileValuesInAChainAreDamageOfThatChainOnly() throws Exception {
        long runId = fill();
        for (String change :
                List.of(
                        "tokens = x'01ff'",
                        "tokens = x'09'",
                        "tokens = zeroblob(100)",
                        "tokens = x''",
                        "verdicts = 'nope'",
                        "verdicts = 'null'",
                        "verdicts = '[null]'",
                        "verdicts = '[{\"step\":0}]'",
                        "verdicts = '[{\"step\":0,\"verdict\":{\"case\":\"correct\"},"
                                + "\"confidence\":null,\"decisionToken\":99999,"
                                + "\"generatedTokens\":1}]'",
                        "verdicts = '[{\"step\":0,\"verdict\":{\"case\":\"java.io.File\"},"
                                + "\"confidence\":null,\"decisionToken\":null,"
                                + "\"generatedTokens\":1}]'",
                        "verdicts = '[{\"step\":7,\"verdict\":{\"case\":\"correct\"},"
                                + "\"confidence\":null,\"decisionToken\":null,"
                                + "\"generatedTokens\":1}]'",
                        "solution_confidence = '{\"probability\":7,"
                                + "\"definition\":\"BOX_TOKEN_RATIO\",\"labels\":[]}'",
                        "sections = '[{\"kind\":\"CODE\",\"step\":0,\"tokens\":{\"start\":0,"
                                + "\"end\":99999},\"complete\":true}]'",
                        "end = 'HAPPY'",
                        "events = '" + "[".repeat(5_000) + "'")) {
            Path copy = folder.resolve("copy.prmscope");
            Files.deleteIfExists(copy);
            Files.copy(file(), copy);
            change("UPDATE chain SET " + change);
            try (Workspace workspace = open(file())) {
                WorkspaceException e =
                        assertThrows(
                                WorkspaceException.class,
                                () -> workspace.chain(runId, "s0", 0),
                                change);
                assertKind(WorkspaceException.Kind.CORRUPT, e, "run " + runId + ", solution s0");
                workspace.appendChain(runId, new RandomChains(5).chain("s1", 0, 90));
                assertTrue(workspace.chain(runId, "s1", 0).isPresent());
            }
            Files.delete(file());
            Files.move(copy, file());
        }
    }

    @Test
    void readOnlyWorkspaceCanBeLookedAtAndNotChanged() throws Exception {
        long runId = fill();
        byte[] before = Files.readAllBytes(file());
        try (Workspace workspace = openReadOnly(file())) {
            assertTrue(workspace.isReadOnly());
            assertEquals(1, workspace.sets().size());
            assertTrue(workspace.chain(runId, "s0", 0).isPresent());
            WorkspaceException e =
                    assertThrows(WorkspaceException.class, () -> workspace.putSetting("k", "v"));
            assertKind(WorkspaceException.Kind.READ_ONLY, e, "Copy it to a folder of your own");
        }
        assertArrayEquals(before, Files.readAllBytes(file()));
    }

    @Test
    void fileWithoutWritePermissionIsRefusedWithTheOffer() throws Exception {
        fill();
        assumeTrue(
                file().toFile().setWritable(false) && !Files.isWritable(file()),
                "this user may write every file");
        assertRefused(WorkspaceException.Kind.READ_ONLY, file(), "Copy it to a folder of your own");
        try (Workspace workspace = openReadOnly(file())) {
            assertEquals(1, workspace.sets().size());
        }
    }

    @Test
    void secondOpeningIsRefusedWhileTheFirstLasts() throws Exception {
        try (Workspace first = open(file())) {
            assertRefused(WorkspaceException.Kind.LOCKED, file(), "another process");
            first.putSetting("still", "works");
        }
        try (Workspace second = open(file())) {
            assertEquals(Optional.of("works"), second.setting("still"));
        }
    }

    @Test
    void fullDiskKeepsWhatWasSavedAndTheNextChainIsSavedOnceThereIsRoom() throws Exception {
        long runId;
        int saved = 0;
        try (Workspace workspace = open(file())) {
            Run run = WorkspaceTest.begin(workspace, workspace.importSet(WorkspaceTest.set(500)));
            runId = run.id();
            workspace.limitPages(60);
            WorkspaceException full = null;
            while (full == null) {
                VerificationChain chain = new RandomChains(saved).chain("s" + saved, 0, 900);
                try {
                    workspace.appendChain(runId, chain);
                    saved++;
                } catch (WorkspaceException e) {
                    full = e;
                }
            }
            assertKind(WorkspaceException.Kind.FULL, full, "disk is full", "Free some space");
            assertTrue(saved > 0);
            assertEquals(saved, workspace.verdictSummaries(runId).size());
            workspace.limitPages(1_000_000);
            workspace.appendChain(runId, new RandomChains(saved).chain("s" + saved, 0, 900));
        }
        try (Workspace workspace = open(file())) {
            assertEquals(saved + 1, workspace.verdictSummaries(runId).size());
            workspace.check();
        }
    }

    private Process appender(Path errors, int solutions) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        ChainAppender.class.getName(),
                        file().toString(),
                        folder.resolve("natives").toString(),
                        Integer.toString(solutions))
                .redirectError(errors.toFile())
                .start();
    }

    @Test
    void otherProcessesStayOutAfterTheFileWasReadByOtherMeans() throws Exception {
        Path errors = folder.resolve("errors.txt");
        try (Workspace workspace = open(file())) {
            // As a file chooser does that shows the types of files.
            Files.newInputStream(file()).close();
            Process process = appender(errors, 1);
            process.inputReader(StandardCharsets.UTF_8).lines().forEach(_ -> {});
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertTrue(contentOf(errors).contains("another process"), contentOf(errors));
            workspace.putSetting("still", "works");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.filter(path -> path.toString().endsWith("lock")).toList());
        }
    }

    @Test
    void everyCommittedChainIsThereAfterTheProcessWasKilled() throws Exception {
        Path errors = folder.resolve("errors.txt");
        Process process = appender(errors, 100_000);
        int told = -1;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            while (told < 25) {
                String line = out.readLine();
                assertTrue(line != null, () -> "ended: " + contentOf(errors));
                told = Integer.parseInt(line);
            }
            assertRefused(WorkspaceException.Kind.LOCKED, file(), "another process");
            // Through the handle: destroying the Process itself would close its output too.
            process.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                told = Integer.parseInt(line);
            }
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals("", contentOf(errors));
        try (Workspace workspace = openReadOnly(file())) {
            StoredRun run = workspace.runs(workspace.sets().getFirst().id()).getFirst();
            int seen = workspace.verdictSummaries(run.run().id()).size();
            assertTrue(seen > told, seen + " seen, " + told + " told");
        }
        try (Workspace workspace = open(file())) {
            StoredRun run = workspace.runs(workspace.sets().getFirst().id()).getFirst();
            assertEquals(RunState.INTERRUPTED, run.state());
            int stored = workspace.verdictSummaries(run.run().id()).size();
            assertTrue(stored > told, stored + " stored, " + told + " told");
            for (int i = 0; i < stored; i++) {
                assertEquals(
                        Optional.of(new RandomChains(i).chain("s" + i, 0, 400)),
                        workspace.chain(run.run().id(), "s" + i, 0));
            }
            assertEquals(100_000, workspace.solutionsOf(run.run().id()).size());
        }
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    @Test
    void nativeLibraryIsUnpackedOnceAndNothingIsPrinted() throws Exception {
        Path errors = folder.resolve("errors.txt");
        List<List<String>> seen = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            Process process = appender(errors, 1);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), contentOf(errors));
            assertEquals("", contentOf(errors));
            try (Stream<Path> files = Files.walk(folder.resolve("natives"))) {
                seen.add(
                        files.filter(Files::isRegularFile)
                                .map(p -> p.getFileName() + " " + p.toFile().lastModified())
                                .toList());
            }
        }
        assertEquals(1, seen.get(0).size(), seen.toString());
        assertEquals(seen.get(0), seen.get(1));
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), files.filter(p -> !isJvmOwn(p)).toList());
        }
    }

    private static boolean isJvmOwn(Path file) {
        return String.valueOf(file.getFileName()).startsWith("hsperfdata");
    }
}
