package org.prmscope.bestofn;

import java.util.List;

/// The value of a term in floating point, to show that two terms differ. It never shows that they
/// are the same.
final class TermValue {
    /// Different enough that no rounding explains it.
    private static final double APART = 1e-6;

    private static final int POINTS = 6;

    private final int point;

    private TermValue(int point) {
        this.point = point;
    }

    /// Whether two terms have clearly different values somewhere.
    static boolean differ(Term one, Term two) {
        for (int point = 0; point < POINTS; point++) {
            TermValue at = new TermValue(point);
            double a = at.of(one);
            double b = at.of(two);
            // Below 1 what is left may be rounding: sin(π) is 1e-16 here. Such terms are not told
            // apart.
            double size = Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
            if (Double.isFinite(a) && Double.isFinite(b) && size < 1e12) {
                if (Math.abs(a - b) > APART * size) {
                    return true;
                }
            }
        }
        return false;
    }

    /// NaN where it is not real, or this cannot work it out.
    private double of(Term term) {
        return switch (term) {
            case Term.Constant(Ratio value) -> value.value();
            case Term.Symbol(String name) -> symbol(name);
            case Term.Sum(List<Term> parts) -> parts.stream().mapToDouble(this::of).sum();
            case Term.Product(List<Term> factors) ->
                    factors.stream().mapToDouble(this::of).reduce(1, (a, b) -> a * b);
            case Term.Division(Term above, Term below) -> of(above) / of(below);
            case Term.Power(Term base, Term exponent) -> power(of(base), of(exponent));
            case Term.Call(String name, List<Term> arguments) ->
                    call(name, arguments.stream().mapToDouble(this::of).toArray());
        };
    }

    private static double power(double base, double exponent) {
        // The roots of negative numbers: real or principal, the two conventions differ.
        return base < 0 && exponent != Math.rint(exponent) ? Double.NaN : Math.pow(base, exponent);
    }

    private double symbol(String name) {
        return switch (name) {
            case "π" -> Math.PI;
            case "e" -> Math.E;
            case Polynomial.I, "∞" -> Double.NaN;
            // Somewhere between 0.3 and 1.5, the same for the same name and point.
            default -> {
                long mixed = (name.hashCode() * 31L + point + 1) * 0x9E3779B97F4A7C15L;
                mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
                yield 0.3 + 1.2 * ((mixed >>> 11) * 0x1.0p-53);
            }
        };
    }

    private static double call(String name, double[] x) {
        return switch (name) {
            case "sin" -> Math.sin(x[0]);
            case "cos" -> Math.cos(x[0]);
            case "tan" -> Math.tan(x[0]);
            case "cot" -> 1 / Math.tan(x[0]);
            case "sec" -> 1 / Math.cos(x[0]);
            case "csc" -> 1 / Math.sin(x[0]);
            case "arcsin" -> Math.asin(x[0]);
            case "arccos" -> Math.acos(x[0]);
            case "arctan" -> Math.atan(x[0]);
            case "sinh" -> Math.sinh(x[0]);
            case "cosh" -> Math.cosh(x[0]);
            case "tanh" -> Math.tanh(x[0]);
            case "ln" -> Math.log(x[0]);
            case "exp" -> Math.exp(x[0]);
            // Without its base a logarithm means different things to different people.
            case "log" -> x.length == 1 ? Double.NaN : Math.log(x[1]) / Math.log(x[0]);
            case "abs" -> Math.abs(x[0]);
            case "floor" -> Math.floor(x[0]);
            case "ceil" -> Math.ceil(x[0]);
            default -> Double.NaN;
        };
    }
}
