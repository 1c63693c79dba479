package org.prmscope.ui.compare;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.diagnostics.Difference;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.diagnostics.McNemar;
import org.prmscope.ui.figures.Figures;

import java.util.Locale;

/// How the compare view writes its figures.
final class CompareWords {
    private CompareWords() {}

    /// Such as `0.78 [0.63, 0.89]`; says where there is no figure, and where it rests on few.
    static String estimate(Estimate of) {
        Double value = of.value();
        if (value == null) {
            return Figures.DASH;
        }
        return share(value) + interval(of.interval()) + (of.isTooFew() ? " (few)" : "");
    }

    /// Such as `+0.07 [−0.05, 0.27]`.
    static String difference(Difference of) {
        Double value = of.value();
        return value == null ? Figures.DASH : signed(value) + interval(of.interval());
    }

    /// Such as ` [0.63, 0.89]`; empty where there is none.
    static String interval(Estimate.@Nullable Interval of) {
        return of == null ? "" : " [%s, %s]".formatted(share(of.low()), share(of.high()));
    }

    static String share(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.equals("-0.00") ? "0.00" : text.replace('-', '−');
    }

    /// With its sign, also where it is positive.
    static String signed(double value) {
        String text = share(value);
        return value > 0 && !text.equals("0.00") ? "+" + text : text;
    }

    /// Such as `McNemar exact p = 0.55 over 11 that differ`.
    static String mcNemar(McNemar test) {
        if (test.n() == 0) {
            return "McNemar: no solution on which only one of them is right";
        }
        String p =
                test.p() < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", test.p());
        return "McNemar exact %s over %s that only one has right%s"
                .formatted(p, Figures.count(test.n()), test.isTooFew() ? ": too few to say" : "");
    }

    /// Such as `step 3`, `no error`, `invalid`.
    static String firstError(FirstError first) {
        return switch (first) {
            case FirstError.At(int step) -> "step " + Figures.step(step);
            case FirstError.None() -> "no error";
            case FirstError.Unknown() -> "invalid";
        };
    }
}
