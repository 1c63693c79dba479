package org.prmscope.ui.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Scaling;

import java.util.List;

class ScalingViewModelTest {
    private final ScalingViewModel model = new ScalingViewModel();

    @Test
    void untouchedIsOneChain() {
        assertEquals(Scaling.SINGLE, model.scalingProperty().get());
    }

    @Test
    void everyPresetIsWhatItSays() {
        for (ScalingPreset preset : ScalingPreset.ALL) {
            model.apply(preset.scaling());
            assertEquals(preset.scaling(), model.scalingProperty().get());
        }
    }

    @Test
    void splitSaysWhatEachChainAndRoundGets() {
        model.apply(Scaling.parallel(4).withBudget(32_768));
        assertEquals("4 chains of 8,192 tokens", model.splitProperty().get());
        model.apply(Scaling.sequential(4).withBudget(32_768));
        assertEquals("1 chain of 4 rounds, 8,192 tokens each", model.splitProperty().get());
        model.budgetProperty().set(0);
        assertEquals(
                "1 chain of 4 rounds, each as long as the protocol lets it be",
                model.splitProperty().get());
    }

    @Test
    void numbersOutsideTheirRangeAreTakenAsTheNearestAllowed() {
        model.chainsProperty().set(5_000);
        model.roundsProperty().set(0);
        model.budgetProperty().set(3);
        assertEquals(new Scaling(1_024, 1, Scaling.TRIGGERS, 1_024), model.scalingProperty().get());
    }

    @Test
    void phrasesAreOneALineAndTheReferencesWhereThereIsNone() {
        model.triggersProperty().set("  Wait.\n\nAgain?  \n");
        assertEquals(List.of("Wait.", "Again?"), model.scalingProperty().get().triggers());
        model.triggersProperty().set(" \n");
        assertEquals(Scaling.TRIGGERS, model.scalingProperty().get().triggers());
    }

    @Test
    void whatWasWrittenIsReadBackAndGarbageLeavesOneChain() {
        Scaling wanted = new Scaling(2, 3, List.of("Wait.", "Hm"), 900);
        model.apply(wanted);
        ScalingViewModel other = new ScalingViewModel();
        other.read(model.written());
        assertEquals(wanted, other.scalingProperty().get());
        other.read("1 2\n");
        assertEquals(Scaling.SINGLE, other.scalingProperty().get());
        other.read("");
        assertEquals(Scaling.SINGLE, other.scalingProperty().get());
    }
}
