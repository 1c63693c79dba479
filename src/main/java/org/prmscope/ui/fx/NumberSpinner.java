package org.prmscope.ui.fx;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.prmscope.ui.figures.Figures;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Numbers within limits that can be typed or stepped, tied to a property both ways.
///
/// What is typed counts on Enter and when the field is left. A number beyond a limit becomes that
/// limit; what is no number, an empty field too, is put back to the number there was.
public final class NumberSpinner {
    private NumberSpinner() {}

    /// How whole numbers are written and read in one field.
    public interface Words {
        /// What stands in the field.
        String shown(int value);

        /// What was meant; empty where it is no number.
        ///
        /// @param text without white space around it
        OptionalInt read(String text);
    }

    private static final Words PLAIN =
            new Words() {
                @Override
                public String shown(int value) {
                    return Figures.count(value);
                }

                @Override
                public OptionalInt read(String text) {
                    try {
                        long number = Long.parseLong(text.replace(",", ""));
                        return OptionalInt.of(
                                Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE));
                    } catch (NumberFormatException malformed) {
                        return OptionalInt.empty();
                    }
                }
            };

    /// A whole number, written like all counts of the window: `65,536`.
    public static Spinner<Integer> whole(IntegerProperty property, int least, int most, int by) {
        return whole(property, least, most, by, PLAIN);
    }

    /// A whole number that is written in a way of its own.
    public static Spinner<Integer> whole(
            IntegerProperty property, int least, int most, int by, Words words) {
        var values =
                new SpinnerValueFactory.IntegerSpinnerValueFactory(least, most, property.get(), by);
        values.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable Integer value) {
                        return value == null ? "" : words.shown(value);
                    }

                    @Override
                    public Integer fromString(String text) {
                        return Math.clamp(
                                words.read(text.strip()).orElse(property.get()), least, most);
                    }
                });
        values.valueProperty().addListener((_, _, now) -> property.set(now));
        property.subscribe(now -> values.setValue(now.intValue()));
        return editable(values);
    }

    /// A number with up to three decimals.
    public static Spinner<Double> decimal(
            DoubleProperty property, double least, double most, double by) {
        var values =
                new SpinnerValueFactory.DoubleSpinnerValueFactory(least, most, property.get(), by);
        values.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable Double value) {
                        return value == null
                                ? ""
                                : Figures.plain(Math.round(value * 1_000) / 1_000.0);
                    }

                    @Override
                    public Double fromString(String text) {
                        return Math.clamp(decimal(text).orElse(property.get()), least, most);
                    }
                });
        values.valueProperty().addListener((_, _, now) -> property.set(now));
        property.subscribe(now -> values.setValue(now.doubleValue()));
        return editable(values);
    }

    private static OptionalDouble decimal(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
        } catch (NumberFormatException malformed) {
            return OptionalDouble.empty();
        }
    }

    private static <T> Spinner<T> editable(SpinnerValueFactory<T> values) {
        Spinner<T> spinner = new Spinner<>(values);
        spinner.setEditable(true);
        spinner.setPrefWidth(130);
        spinner.getEditor().setText(values.getConverter().toString(values.getValue()));
        spinner.getEditor().setOnAction(_ -> commit(spinner));
        spinner.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        commit(spinner);
                    }
                });
        return spinner;
    }

    /// Takes what is typed now, and shows what became of it.
    public static <T> void commit(Spinner<T> spinner) {
        spinner.commitValue();
        spinner.getEditor()
                .setText(spinner.getValueFactory().getConverter().toString(spinner.getValue()));
    }
}
