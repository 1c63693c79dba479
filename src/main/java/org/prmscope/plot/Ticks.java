package org.prmscope.plot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Round values that cover those of the data: the first is not above the lowest, the last not below
/// the highest, except where an axis has bounds.
///
/// @param values rising, at least two
/// @param step between two of a linear axis; of a log axis the smallest
record Ticks(List<Double> values, double step) {
    private static final double[] ROUND = {1, 2, 5};

    /// Ticks of a linear axis at multiples of 1, 2 or 5 times a power of ten.
    ///
    /// @param low not above `high`
    /// @param most how many steps at most, 1 and more; 2 where 0 lies between the values
    /// @param bounds where ticks end even though there is only one value; null for none
    static Ticks linear(double low, double high, int most, @Nullable Interval bounds) {
        double lower = low;
        double upper = high;
        if (upper - lower <= Math.max(Math.abs(lower), Math.abs(upper)) * 1e-9) {
            double about = lower == 0 ? 1 : Math.abs(lower) * 0.1;
            lower -= about;
            upper += about;
            if (bounds != null && low >= bounds.low() && high <= bounds.high()) {
                lower = Math.max(lower, bounds.low());
                upper = Math.min(upper, bounds.high());
            }
        }
        // Values on both sides of 0 need a step on each, as 0 is a multiple of every step.
        int steps = Math.max(most, lower < 0 && upper > 0 ? 2 : 1);
        double step = roundStep((upper - lower) / steps);
        while (steps(lower, upper, step) > steps) {
            step = roundStep(step * 1.01);
        }
        long first = (long) Math.floor(lower / step + 1e-9);
        long last = (long) Math.ceil(upper / step - 1e-9);
        List<Double> values = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            values.add(rounded(i * step, step));
        }
        return new Ticks(values, step);
    }

    private static long steps(double low, double high, double step) {
        return (long) Math.ceil(high / step - 1e-9) - (long) Math.floor(low / step + 1e-9);
    }

    private static double roundStep(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double round : ROUND) {
            if (round * power >= atLeast * (1 - 1e-9)) {
                return round * power;
            }
        }
        return 10 * power;
    }

    /// Takes the error of binary fractions off: 3 times 0.1 is 0.3.
    private static double rounded(double value, double step) {
        double digits = Math.pow(10, Math.ceil(-Math.log10(step)) + 1);
        return digits > 1 && Double.isFinite(digits) ? Math.rint(value * digits) / digits : value;
    }

    /// Ticks of a log axis at 1, 2 and 5 times powers of ten, or at powers of ten where that is too
    /// many.
    ///
    /// @param low positive, not above `high`
    static Ticks log(double low, double high, int most) {
        int from = (int) Math.floor(Math.log10(low)) - 1;
        int to = (int) Math.ceil(Math.log10(high)) + 1;
        List<Double> all = new ArrayList<>();
        for (int power = from; power <= to; power++) {
            for (double round : ROUND) {
                all.add(round * Math.pow(10, power));
            }
        }
        List<Double> covering = covering(all, low, high);
        for (int every = 1; steps(covering) > most && every <= to - from; every++) {
            List<Double> powers = new ArrayList<>();
            int first = Math.floorDiv(from, every) * every;
            for (int power = first; power <= to + every; power += every) {
                powers.add(Math.pow(10, power));
            }
            covering = covering(powers, low, high);
        }
        if (steps(covering) > Math.max(most, 1)) {
            // 1 is among the powers whatever is left out, and lies in the middle here.
            covering = List.of(covering.getFirst(), covering.getLast());
        }
        return new Ticks(covering, covering.getFirst());
    }

    private static int steps(List<Double> values) {
        return values.size() - 1;
    }

    private static List<Double> covering(List<Double> rising, double low, double high) {
        int first = 0;
        while (first + 1 < rising.size() && rising.get(first + 1) <= low * (1 + 1e-9)) {
            first++;
        }
        int last = rising.size() - 1;
        while (last - 1 > first && rising.get(last - 1) >= high * (1 - 1e-9)) {
            last--;
        }
        return List.copyOf(rising.subList(first, last + 1));
    }

    double first() {
        return values.getFirst();
    }

    double last() {
        return values.getLast();
    }
}
