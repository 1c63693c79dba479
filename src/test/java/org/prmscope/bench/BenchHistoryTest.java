package org.prmscope.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class BenchHistoryTest {
    @TempDir Path folder;

    static BenchReport report(String commit, double bandwidth) {
        return new BenchReport(
                "0.1.0",
                commit,
                "2026-11-21T12:00:00Z",
                "2 x Some CPU",
                new ModelIdentity("tiny", "/models/tiny", "ab12", "qwen2", "int4", 1_000),
                new Computation("CPU", 2, ComputeMode.FAST, 8, "int8 activations"),
                1_500,
                bandwidth,
                List.of(new BenchReport.Prefill(128, 76)),
                1_234,
                128,
                new BenchReport.Bare(256, 36, 37, 1_000_000_000, 0.91),
                List.of(
                        new BenchReport.Decode(1, 27, 37, 40, 0.05, 0),
                        new BenchReport.Decode(8, 67.5, 118, 130, 0.2, 1)),
                new BenchReport.Cancel(20.0, 30.0),
                new BenchReport.GenPrm(
                        600, 606, 14_000, 1_500, 60_000, 50_000, 200, 150, 8, 2_000, 2_020, 480_000,
                        192_000),
                3L << 30);
    }

    @Test
    void A_report_of_the_same_commit_model_and_machine_replaces_the_one_before() throws Exception {
        Path file = folder.resolve("history.jsonl");
        BenchHistory history = new BenchHistory();

        history.add(file, report("aaaa", 1e9));
        history.add(file, report("bbbb", 2e9));
        history.add(file, report("aaaa", 3e9));

        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).contains("bbbb"));
        assertTrue(lines.get(1).contains("\"bandwidth\":3.0E9"));
    }

    @Test
    void A_file_that_is_no_history_is_named_and_left_alone() throws IOException {
        Path file = folder.resolve("notes.txt");
        Files.writeString(file, "not JSON\n");

        WorkbenchException failure =
                assertThrows(
                        WorkbenchException.class,
                        () -> new BenchHistory().add(file, report("a", 1)));

        assertTrue(failure.report().text().contains("notes.txt"));
        assertThrows(WorkbenchException.class, () -> new BenchHistory().check(file));
        assertEquals("not JSON\n", Files.readString(file));
    }

    @Test
    void What_cannot_be_kept_is_known_before_anything_is_measured() throws Exception {
        Path nowhere = folder.resolve("none");
        WorkbenchException failure =
                assertThrows(
                        WorkbenchException.class,
                        () -> new BenchHistory().check(nowhere.resolve("h.jsonl")));
        assertEquals("no folder " + nowhere, failure.report().found());
        assertThrows(WorkbenchException.class, () -> new BenchHistory().check(folder));

        Path file = folder.resolve("history.jsonl");
        new BenchHistory().check(file);
        assertTrue(Files.notExists(file));
        new BenchHistory().add(file, report("aaaa", 1e9));
        new BenchHistory().check(file);
        assertEquals(1, Files.readAllLines(file).size());
    }

    @Test
    void The_text_says_every_figure_with_its_unit() {
        String text = String.join("\n", BenchText.of(report("a", 30e9)));

        assertTrue(text.contains("30.0 GB/s"), text);
        assertTrue(text.contains("prefill, runs of  128 tokens       76.0 tok/s"), text);
        assertTrue(text.contains("67.5 tok/s (2.50 times one)"), text);
        assertTrue(text.contains("engine 37.00 ms, plain loop 36.00 ms (+2.8 %)"), text);
        assertTrue(text.contains("91 % of what the memory gave meanwhile"), text);
        assertTrue(text.contains("prefilled 606 (1.010 of the distinct)"), text);
        assertTrue(text.contains("192.0 s together, 480.0 s one after another (40 %)"), text);
        assertTrue(text.contains("cancel in a prompt: 20 ms"), text);
        assertTrue(text.contains("3.00 GiB"), text);
    }
}
