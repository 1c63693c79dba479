package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.event.ActionEvent;
import javafx.scene.control.Spinner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberSpinnerTest extends FxTest {
    private final IntegerProperty tokens = new SimpleIntegerProperty(8_192);

    private static void enter(Spinner<?> spinner, String text) {
        spinner.getEditor().setText(text);
        spinner.getEditor().fireEvent(new ActionEvent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "8k", "1.5", "NaN", "-", "99999999999999999999"})
    void whatIsNoNumberIsPutBack(String typed) {
        String shown =
                onFx(() -> {
                    Spinner<Integer> spinner = NumberSpinner.whole(tokens, 16, 65_536, 256);
                    enter(spinner, typed);
                    return spinner.getEditor().getText();
                });
        assertEquals(8_192, tokens.get());
        assertEquals("8,192", shown);
    }

    @ParameterizedTest
    @CsvSource({"0,16,16", "-5,16,16", "4096,4096,'4,096'", "'65,537',65536,'65,536'"})
    void numbersAreTakenWithinTheLimits(String typed, int taken, String text) {
        String shown =
                onFx(() -> {
                    Spinner<Integer> spinner = NumberSpinner.whole(tokens, 16, 65_536, 256);
                    enter(spinner, typed);
                    return spinner.getEditor().getText();
                });
        assertEquals(taken, tokens.get());
        assertEquals(text, shown);
    }

    @ParameterizedTest
    @CsvSource({"'',0.6", "NaN,0.6", "warm,0.6", "9,5", "-1,0", "0.25,0.25"})
    void decimalsLikewise(String typed, double taken) {
        DoubleProperty temperature = new SimpleDoubleProperty(0.6);
        onFx(() -> {
            enter(NumberSpinner.decimal(temperature, 0, 5, 0.1), typed);
            return true;
        });
        assertEquals(taken, temperature.get());
    }

    @Test
    void numberThatIsSetElsewhereIsShown() {
        String shown =
                onFx(() -> {
                    Spinner<Integer> spinner = NumberSpinner.whole(tokens, 16, 65_536, 256);
                    tokens.set(1_024);
                    return spinner.getEditor().getText();
                });
        assertEquals("1,024", shown);
    }
}
