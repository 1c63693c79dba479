package org.prmscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.dataset.SolutionWriter;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class KeptScoresTest {
    private static final Map<String, String> PLAN = Map.of("policy", "a", "seed", "1");

    @TempDir private Path folder;

    private KeptScores kept(Map<String, String> plan) {
        return new KeptScores(folder.resolve("labels.jsonl"), plan);
    }

    private void keep(KeptScores kept, String... ids) throws Exception {
        try (BufferedWriter writer = kept.writer()) {
            for (String id : ids) {
                writer.write(
                        new SolutionWriter().row(Solution.of(id, "1 + 1?", List.of("It is 2."))));
                writer.newLine();
            }
        }
    }

    private static List<String> ids(List<Solution> solutions) {
        return solutions.stream().map(Solution::id).toList();
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void whatWasKeptIsTakenUpAgainAndGoesOnceTheResultIsWritten() throws Exception {
        KeptScores first = kept(PLAN);
        assertEquals(List.of(), first.take(false, false));
        keep(first, "s-1", "s-2");
        KeptScores again = kept(PLAN);
        assertEquals(List.of("s-1", "s-2"), ids(again.take(true, false)));
        again.drop();
        assertEquals(0, files());
    }

    @Test
    void halfALineOfAKilledProgramLosesNoRowAfterIt() throws Exception {
        KeptScores first = kept(PLAN);
        first.take(false, false);
        keep(first, "s-1");
        Files.writeString(
                first.file(), "{\"id\":\"s-2\",\"prob", java.nio.file.StandardOpenOption.APPEND);
        KeptScores again = kept(PLAN);
        assertEquals(List.of("s-1"), ids(again.take(true, false)));
        keep(again, "s-3");
        assertEquals(List.of("s-1", "s-3"), ids(kept(PLAN).take(true, false)));
    }

    @Test
    void samplingStoppedBeforeItsFirstRowLeavesNothingThatStandsInTheWay() throws Exception {
        for (String left : List.of("", "{\"id\":\"s-1\",\"prob")) {
            KeptScores first = kept(PLAN);
            first.take(false, false);
            first.writer().close();
            Files.writeString(first.file(), left);
            assertEquals(List.of(), kept(PLAN).take(true, false));
            first.writer().close();
            Map<String, String> other = Map.of("policy", "b", "seed", "1");
            assertEquals(List.of(), kept(other).take(true, false));
            first.drop();
        }
    }

    @Test
    void scoresOfAnotherPlanAreNotMixedIn() throws Exception {
        KeptScores first = kept(PLAN);
        first.take(false, false);
        keep(first, "s-1");
        WorkbenchException refused =
                assertThrows(
                        WorkbenchException.class,
                        () -> kept(Map.of("policy", "b", "seed", "1")).take(true, false));
        assertEquals("policy b", refused.report().expected());
        assertEquals("policy a", refused.report().found());
        assertEquals(List.of("s-1"), ids(kept(PLAN).take(true, false)), "nothing is lost");
    }

    @Test
    void scoresAreDiscardedOnlyWhenThatIsSaid() throws Exception {
        KeptScores first = kept(PLAN);
        first.take(false, false);
        keep(first, "s-1");
        WorkbenchException refused =
                assertThrows(WorkbenchException.class, () -> kept(PLAN).take(false, false));
        assertTrue(refused.report().remedy().contains("--resume"), refused.report().remedy());
        assertTrue(Files.exists(first.file()));
        assertEquals(List.of(), kept(PLAN).take(false, true));
        assertFalse(Files.exists(first.file()));
    }
}
