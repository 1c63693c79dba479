package org.prmscope.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.FirstError;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.filter.ChainFacts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

class StagesTest {
    @TempDir Path folder;

    private static ObjectNode plan(int seed) {
        ObjectNode node = new JsonMapper().createObjectNode();
        node.put("stage", "test").put("seed", seed).put("rate", 0.15);
        node.set("scale", new JsonMapper().valueToTree(Scale.TINY));
        return node;
    }

    private static ChainFacts chain(String solution, int index) {
        return new ChainFacts(solution, index, new FirstError.None(), "g", 3, 10, 0, "", true);
    }

    private static List<ChainFacts> of(Map<Arm, List<ChainFacts>> drawn, Arm arm) {
        return drawn.getOrDefault(arm, List.of());
    }

    private static List<ChainFacts> chains(int solutions, int each) {
        List<ChainFacts> all = new ArrayList<>();
        for (int solution = 0; solution < solutions; solution++) {
            for (int index = 0; index < each; index++) {
                all.add(chain("s" + solution, index));
            }
        }
        return all;
    }

    @Test
    void aStageIsDoneWhenItsResultIsThere() throws Exception {
        StageFolder stage = StageFolder.open(folder.resolve("a"), plan(1));
        assertFalse(stage.isDone());
        Path file = Files.writeString(stage.path().resolve("made"), "abc");
        stage.done("1", new JsonMapper().createObjectNode().put("steps", 3), List.of(file));
        StageFolder again = StageFolder.open(folder.resolve("a"), plan(1));
        assertTrue(again.isDone());
        assertEquals(3, again.result().path("steps").asInt());
        assertEquals(StageFolder.sha256("abc"), again.outputs().path("made").asText());
    }

    @Test
    void anotherPlanIsRefusedAlsoBeforeTheStageIsDone() throws Exception {
        StageFolder.open(folder.resolve("a"), plan(1));
        WorkbenchException refused =
                assertThrows(
                        WorkbenchException.class,
                        () -> StageFolder.open(folder.resolve("a"), plan(2)));
        assertTrue(refused.report().what().contains("another experiment"));
    }

    @Test
    void whatAKilledExportLeftIsReplaced() throws Exception {
        StageFolder stage = StageFolder.open(folder.resolve("a"), plan(1));
        Files.createDirectories(stage.begin("model").resolve("deep"));
        Path part = stage.begin("model");
        assertFalse(Files.exists(part));
        Files.createDirectories(part);
        Files.writeString(part.resolve("x"), "y");
        assertEquals("y", Files.readString(stage.finish("model").resolve("x")));
    }

    @Test
    void aKilledPieceIsCountedAsUnknown() throws Exception {
        AtomicLong clock = new AtomicLong();
        CostLog log = new CostLog(folder, clock::get, clock::get);
        try (CostLog.Piece piece = log.begin("base")) {
            clock.addAndGet(120_000_000_000L);
            piece.trained(7);
        }
        log.begin("base");
        Files.writeString(folder.resolve("costs.jsonl"), "{\"en", StandardOpenOption.APPEND);
        assertEquals(Map.of("base", new Cost(2, 2, 7, 1)), log.all());
    }

    @Test
    void everyArmGetsAsManyChainsAsTheOneThatKeepsLeast() {
        List<ChainFacts> all = chains(20, 4);
        List<ChainFacts> some = all.subList(10, 40);
        Map<Arm, List<ChainFacts>> drawn =
                EqualDraw.of(Map.of(Arm.UNFILTERED, all, Arm.PROCESS, some), 100, 1);
        assertEquals(30, of(drawn, Arm.UNFILTERED).size());
        assertEquals(new HashSet<>(some), new HashSet<>(of(drawn, Arm.PROCESS)));
        Map<Arm, List<ChainFacts>> fewer =
                EqualDraw.of(Map.of(Arm.UNFILTERED, all, Arm.PROCESS, some), 12, 1);
        assertEquals(12, of(fewer, Arm.UNFILTERED).size());
        assertEquals(12, of(fewer, Arm.PROCESS).size());
    }

    @Test
    void anArmThatLosesChainsIsNotCompared() throws WorkbenchException {
        TuneStage.refuseLoss(folder, Arm.PROCESS, 0);
        WorkbenchException refused =
                assertThrows(
                        WorkbenchException.class,
                        () -> TuneStage.refuseLoss(folder, Arm.PROCESS, 2));
        assertTrue(refused.report().found().startsWith("2 "), refused.getMessage());
    }

    @Test
    void armsThatKeepTheSameDrawTheSameWhateverTheOrder() {
        List<ChainFacts> all = chains(20, 4);
        Map<Arm, List<ChainFacts>> drawn =
                EqualDraw.of(
                        Map.of(Arm.OUTCOME, all, Arm.PROCESS, List.copyOf(all.reversed())), 15, 2);
        assertEquals(of(drawn, Arm.OUTCOME), of(drawn, Arm.PROCESS));
        Map<Arm, List<ChainFacts>> other = EqualDraw.of(Map.of(Arm.OUTCOME, all), 15, 3);
        assertFalse(of(drawn, Arm.OUTCOME).equals(of(other, Arm.OUTCOME)));
    }
}
