package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import javafx.scene.Scene;
import javafx.scene.control.TabPane;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.FirstError;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.FileKind;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.fx.Theme;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

/// Every item of the export menu, chosen as a person does, and what is in its file.
class CompareExportsTest {
    private static final String HOSTILE = "</p><script>alert(1)</script><img src=http://x.test/a>";

    @TempDir Path folder;
    private final RecordingDialogs told = new RecordingDialogs();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, Path> written = new HashMap<>();

    @BeforeEach
    void exportEverything() throws Exception {
        FxToolkit.registerPrimaryStage();
        FakeWorkbench workbench = FakeWorkbench.withSet(19, 0);
        for (int i = 0; i < 12; i++) {
            workbench.addSolution(
                    new Solution(
                            "own-" + i,
                            HOSTILE + " =1+1, \"quoted\"\nsecond line",
                            List.of("First " + HOSTILE, "Second, with a comma.", "Third."),
                            "=HYPERLINK(\"http://x.test\"), of " + HOSTILE,
                            GoldLabels.ofFirstError("by hand", 3, gold(i)),
                            null,
                            "{}"));
        }
        RunConfiguration base = RunConfiguration.of(Protocol.GENPRM);
        workbench.addRun(99, base.withScaling(Scaling.parallel(4)), 10_000);
        workbench.addRun(99, base.withScaling(Scaling.sequential(3)), 10_000);
        WaitForAsyncUtils.waitForAsyncFx(60_000, () -> exportAll(workbench));
        // A picture is encoded and written behind the scenes.
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static FirstError gold(int i) {
        return i % 2 == 0 ? new FirstError.None() : new FirstError.At(i % 3);
    }

    private void exportAll(FakeWorkbench workbench) {
        WorkbenchViewModel window =
                new WorkbenchViewModel(
                        new BackgroundTasks(Runnable::run, Runnable::run),
                        told,
                        ZoneOffset.UTC,
                        _ -> {});
        List<String> settings = new ArrayList<>(SetsViewModel.KEYS);
        settings.addAll(CompareViewModel.KEYS);
        window.open(() -> workbench, List.of(), settings);
        window.sets()
                .show(
                        workbench.sets().stream()
                                .filter(set -> set.id() == 99)
                                .findFirst()
                                .orElseThrow());
        window.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
        SetPane set = new SetPane(window.compare());
        TabPane tabs = new TabPane(set.tab());
        new Scene(tabs, 480, 900);
        tabs.applyCss();
        tabs.layout();
        CompareExports exports =
                new CompareExports(window.compare(), set, new Theme(), new Choosing());
        exports.menu()
                .forEach((title, export) -> {
                    int before = asked.size();
                    export.run();
                    assertEquals(before + 1, asked.size(), title + " asks for a file");
                    written.put(title, folder.resolve(asked.getLast()));
                });
    }

    private Path file(String title) {
        return Optional.ofNullable(written.get(title)).orElseThrow();
    }

    @Test
    void everyItemWritesAFileOfItsOwnAndSaysSo() throws Exception {
        assertEquals(15, written.size());
        Set<Path> files = new HashSet<>(written.values());
        assertEquals(15, files.size(), "no two items have the same name");
        for (Path file : files) {
            assertTrue(Files.size(file) > 100, file + " has " + Files.size(file) + " bytes");
        }
        assertEquals(
                files.size(),
                told.notices().stream()
                        .filter(notice -> notice.level() == Notice.Level.DONE)
                        .filter(notice -> notice.title().startsWith("Exported to "))
                        .count());
    }

    @Test
    void picturesArePicturesWithMoreThanTheirPaper() throws Exception {
        for (String title : List.of("Curves", "Scores")) {
            BufferedImage image = ImageIO.read(file(title + " as PNG…").toFile());
            assertNotNull(image, title);
            Set<Integer> colours = new HashSet<>();
            for (int y = 0; y < image.getHeight(); y += 3) {
                for (int x = 0; x < image.getWidth(); x += 3) {
                    colours.add(image.getRGB(x, y));
                }
            }
            assertTrue(image.getWidth() > 400 && colours.size() > 5, title);
        }
    }

    @Test
    void vectorPicturesAreWellFormedAndFetchNothing() throws Exception {
        for (String title : List.of("Curves", "Scores")) {
            Path svg = file(title + " as SVG…");
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
            assertEquals("svg", document.getDocumentElement().getTagName());
            assertTrue(document.getElementsByTagName("text").getLength() > 3);
            String text = Files.readString(svg);
            assertFalse(text.contains("<script") || text.contains("href="), title);
        }
    }

    @Test
    void tablesHaveTheSameRowsInBothForms() throws Exception {
        for (String title : List.of("Solutions", "Runs", "Paired outcomes", "Facets")) {
            List<List<String>> csv = csv(Files.readString(file(title + " as CSV…")));
            List<String> jsonl = Files.readAllLines(file(title + " as JSONL…"));
            assertTrue(csv.size() > 1, title);
            assertEquals(csv.size() - 1, jsonl.size(), title);
            for (List<String> row : csv) {
                assertEquals(csv.getFirst().size(), row.size(), title + ": " + row);
            }
            for (String line : jsonl) {
                JsonNode row = new ObjectMapper().readTree(line);
                assertEquals(csv.getFirst().size(), row.size(), title);
                assertTrue(row.has(csv.getFirst().getFirst()), title);
            }
        }
        for (String title : List.of("Curves", "Scores")) {
            List<List<String>> csv = csv(Files.readString(file(title + " as CSV…")));
            assertTrue(csv.size() > 2, title);
            for (List<String> row : csv) {
                assertEquals(csv.getFirst().size(), row.size(), title + ": " + row);
            }
        }
    }

    @Test
    void thePageHasNoScriptAndWhatSolutionsSayIsText() throws Exception {
        String page = Files.readString(file("Page to send (HTML)…"));
        assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "shown as text");
        assertFalse(page.contains("<script"));
        assertFalse(page.contains("<img"));
        assertFalse(page.matches("(?s).*<[^>]*\\b(src|href|on[a-z]+)=.*"), "nothing is fetched");
        assertTrue(page.contains("default-src &#39;none&#39;"), "nor could it be");
    }

    @Test
    void noCellIsAFormula() throws Exception {
        List<List<String>> facets = csv(Files.readString(file("Facets as CSV…")));
        assertTrue(
                facets.stream().flatMap(List::stream).anyMatch(cell -> cell.contains("HYPERLINK")));
        assertTrue(facets.stream().flatMap(List::stream).noneMatch(cell -> cell.startsWith("=")));
    }

    /// Rows of quoted or plain cells, as RFC 4180 has them.
    private static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        String plain = text.replace("\r\n", "\n");
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            boolean doubled = c == '"' && i + 1 < plain.length() && plain.charAt(i + 1) == '"';
            if (quoted && doubled) {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }

    /// Answers every file chooser with the name it proposes.
    private final class Choosing implements DialogService {
        @Override
        public Optional<Path> saveFile(String title, String initialName, List<FileKind> kinds) {
            asked.add(initialName);
            return Optional.of(folder.resolve(initialName));
        }

        @Override
        public Optional<Path> openFile(String title, List<FileKind> kinds) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> openFolder(String title) {
            return Optional.empty();
        }

        @Override
        public boolean confirm(String title, String text, String action) {
            return false;
        }

        @Override
        public void show(Notice notice) {
            told.show(notice);
        }

        @Override
        public void showFailure(String doing, Throwable failure) {
            told.showFailure(doing, failure);
        }

        @Override
        public void copy(String text) {}
    }
}
