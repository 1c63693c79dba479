package org.prmscope.ui.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;

class RunBarViewModelTest {
    private final RunBarViewModel model = new RunBarViewModel();

    @Test
    void untouchedOptionsAreTheReferenceOfEachProtocol() {
        assertEquals(RunConfiguration.of(Protocol.GENPRM), model.configuration());
        model.toggleProtocol();
        assertEquals(RunConfiguration.of(Protocol.THINKPRM), model.configuration());
    }

    @Test
    void tokenLimitIsKeptForEachProtocol() {
        model.maxTokensProperty().set(512);
        model.toggleProtocol();
        assertEquals(8_192, model.maxTokensProperty().get());
        model.toggleProtocol();
        assertEquals(512, model.configuration().maxTokens());
    }

    @Test
    void valuesOutsideTheirRangeAreTakenAsTheNearestAllowed() {
        model.topPProperty().set(7);
        model.temperatureProperty().set(-1);
        model.topKProperty().set(-3);
        assertEquals(1, model.configuration().sampling().topP());
        assertEquals(0, model.configuration().sampling().temperature());
        assertEquals(0, model.configuration().sampling().topK());
    }

    @Test
    void summaryNamesWhatMatters() {
        assertEquals("T 0.6 · code on · seed 0", model.summaryProperty().get());
        model.temperatureProperty().set(0);
        model.seedProperty().set(7);
        assertEquals("greedy · code on · seed 7", model.summaryProperty().get());
        model.toggleProtocol();
        assertEquals("greedy · seed 7", model.summaryProperty().get());
        model.reset();
        assertEquals("T 0.6 · seed 0", model.summaryProperty().get());
    }

    @Test
    void chainsAndRoundsAreInTheConfigurationAndTheSummary() {
        model.scaling().apply(Scaling.parallel(4).withBudget(8_192));
        assertEquals(Scaling.parallel(4).withBudget(8_192), model.configuration().scaling());
        assertEquals("parallel K=4 · T 0.6 · code on · seed 0", model.summaryProperty().get());
        assertEquals("", model.hintProperty().get());
        model.temperatureProperty().set(0);
        assertTrue(model.hintProperty().get().contains("alike"));
        model.reset();
        assertEquals(Scaling.SINGLE, model.configuration().scaling());
    }
}
