package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Scaling;
import org.prmscope.core.WorkbenchException;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.sandbox.Sandboxes;
import org.prmscope.synthesis.CheckExecution;
import org.prmscope.synthesis.ControlTokens;
import org.prmscope.synthesis.ForeignSolutions;
import org.prmscope.synthesis.SolutionGenerator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

class SyntheticExamplesTest {
    private static final int SHARD = 150;

    /// Every byte is a token.
    private final BytePairVocabulary vocabulary =
            new BytePairVocabulary(List.of(), ControlTokens.ALL);

    @Test
    void aShardIsTheSameEachTimeAndUnlikeTheOthers() throws WorkbenchException {
        List<String> once = texts(shard(0, Integer.MAX_VALUE, Set.of()));
        assertEquals(once, texts(shard(0, Integer.MAX_VALUE, Set.of())));
        List<String> other = texts(shard(1, Integer.MAX_VALUE, Set.of()));
        other.removeAll(new HashSet<>(once));
        assertTrue(other.size() > SHARD / 2, other.size() + " others");
    }

    @Test
    void heldOutProblemsAreInNoExample() throws WorkbenchException {
        Set<String> heldOut = new HashSet<>();
        for (long seed = 0; seed < 2 * SHARD; seed++) {
            long at = SyntheticExamples.FIRST_SEED + seed;
            heldOut.add(new SolutionGenerator().generate("train", at).problem().text());
            heldOut.add(new ForeignSolutions().generate("foreign", at).problem().text());
        }
        assertEquals(List.of(), shard(0, Integer.MAX_VALUE, heldOut));
        assertNotEquals(List.of(), shard(3, Integer.MAX_VALUE, heldOut));
    }

    /// Rounds before the last may be careless: what is left of a chain must not be one of these.
    @Test
    void aChainThatGetsTooLongHasFewerRoundsAndTheSameVerdict() throws WorkbenchException {
        List<TrainingExample> whole = shard(0, Integer.MAX_VALUE, Set.of());
        int longest =
                (int) whole.stream().mapToInt(TrainingExample::length).average().orElseThrow();
        Map<String, String> left = new HashMap<>();
        for (TrainingExample example : shard(0, longest, Set.of())) {
            assertTrue(example.length() <= longest);
            left.put(prompt(example), text(example));
        }
        int shortened = 0;
        int single = 0;
        for (TrainingExample example : whole) {
            String text = text(example);
            String found = left.get(prompt(example));
            if (example.length() <= longest) {
                assertEquals(text, found);
            } else if (found != null) {
                assertTrue(triggers(found) < triggers(text));
                assertEquals(verdict(text), verdict(found));
                shortened++;
                single += triggers(found) == 0 ? 1 : 0;
            }
        }
        assertTrue(shortened > 5 && single > 3, shortened + " shortened, " + single + " to one");
    }

    private List<TrainingExample> shard(int number, int longest, Set<String> heldOut)
            throws WorkbenchException {
        try (CodeExecutor executor = Sandboxes.bubblewrap()) {
            return new SyntheticExamples(
                            vocabulary, new CheckExecution(executor), heldOut, SHARD, longest)
                    .shard(number, new Cancellation());
        }
    }

    private static int triggers(String text) {
        int count = 0;
        for (String trigger : Scaling.TRIGGERS) {
            count += text.split(Pattern.quote(trigger), -1).length - 1;
        }
        return count;
    }

    /// What the chain ends with, from the last verdict on.
    private static String verdict(String text) {
        String end = text.substring(text.lastIndexOf("boxed"));
        assertFalse(end.isEmpty());
        return end;
    }

    private List<String> texts(List<TrainingExample> examples) {
        return new ArrayList<>(examples.stream().map(this::text).toList());
    }

    /// Protocol and problem: all before the verifier's first turn.
    private String prompt(TrainingExample example) {
        String text = text(example);
        return text.substring(0, text.indexOf(ControlTokens.ASSISTANT));
    }

    private String text(TrainingExample example) {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[example.length()];
        int count = 0;
        for (int place = 0; place < example.length(); place++) {
            int id = example.id(place);
            if (id < 256) {
                bytes[count++] = (byte) id;
                continue;
            }
            text.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            text.append(vocabulary.controls().get(id - 256));
            count = 0;
        }
        return text + new String(bytes, 0, count, StandardCharsets.UTF_8);
    }
}
