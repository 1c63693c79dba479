package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class VerdictBoxTest {
    private static List<VerdictBox> find(String text) {
        return VerdictBox.find(text, 0, text.length(), BoxLabels.THINKPRM);
    }

    @Test
    void aBoxKnowsWhereItsLabelBegins() {
        String text = "The step is \\boxed { \\text{ Correct } }.";
        VerdictBox box = find(text).get(0);
        assertEquals("Correct", box.label());
        assertEquals(true, box.positive());
        assertEquals(text.indexOf("Correct"), box.labelStart());
        assertEquals(text.indexOf(" }.") + 2, box.end());
    }

    @Test
    void nestedBracesCloseWhereTheyShould() {
        assertEquals("\\frac{1}{2}", find("\\boxed{\\frac{1}{2}}").get(0).label());
        assertEquals(Optional.empty(), Optional.ofNullable(find("\\boxed{7}").get(0).positive()));
    }

    @Test
    void anOpenBoxIsNone() {
        assertEquals(List.of(), find("\\boxed{correct"));
        assertEquals(List.of(), find("\\boxed"));
        assertEquals(1, find("\\boxed{\\boxed{correct}").size());
    }

    @Test
    void manyOpenBoxesAreReadInLinearTime() {
        String text = "\\boxed{".repeat(200_000);
        assertEquals(
                List.of(), assertTimeoutPreemptively(Duration.ofSeconds(20), () -> find(text)));
    }

    @Test
    void labelsAreComparedAsAWhole() {
        assertEquals(Optional.of(false), BoxLabels.THINKPRM.read("incorrect"));
        assertEquals(Optional.of(true), BoxLabels.THINKPRM.read(" CORRECT "));
        assertEquals(Optional.empty(), BoxLabels.THINKPRM.read("mostly correct"));
        assertEquals(Optional.empty(), BoxLabels.THINKPRM.read("yes"));
        assertEquals(Optional.of(true), BoxLabels.GENPRM.read("\\textbf{yes}"));
    }
}
