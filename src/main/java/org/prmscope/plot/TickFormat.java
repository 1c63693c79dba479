package org.prmscope.plot;

import java.util.Locale;

/// How an axis writes its values. Always with a point and ASCII digits.
public enum TickFormat {
    /// `0.75`
    DECIMAL,
    /// `75 %` for 0.75
    PERCENT,
    /// `2k` beside a tick, `2,048` in words
    COUNT;

    /// The text beside a tick.
    ///
    /// @param step between ticks; decides the decimals
    public String tick(double value, double step) {
        return switch (this) {
            case DECIMAL -> fixed(value, decimals(step));
            case PERCENT -> fixed(value * 100, decimals(step * 100)) + " %";
            case COUNT -> count(value, step);
        };
    }

    /// The value as a person is told it.
    public String full(double value) {
        return switch (this) {
            case DECIMAL -> fixed(value, Math.abs(value) < 0.1 && value != 0 ? 3 : 2);
            case PERCENT -> fixed(value * 100, 1) + " %";
            case COUNT ->
                    value == Math.rint(value)
                            ? String.format(Locale.ROOT, "%,.0f", value)
                            : String.format(Locale.ROOT, "%,.1f", value);
        };
    }

    private static String count(double value, double step) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return fixed(value / 1e6, decimals(step / 1e6)) + "M";
        }
        if (size >= 1e3) {
            return fixed(value / 1e3, decimals(step / 1e3)) + "k";
        }
        return fixed(value, decimals(step));
    }

    private static int decimals(double step) {
        int decimals = 0;
        double scaled = Math.abs(step);
        while (decimals < 6 && Math.abs(scaled - Math.rint(scaled)) > 1e-6 * scaled) {
            scaled *= 10;
            decimals++;
        }
        return decimals;
    }

    private static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        boolean isZero = text.chars().allMatch(c -> c == '0' || c == '.' || c == '-');
        return isZero ? text.replace("-", "") : text.replace('-', '−');
    }
}
