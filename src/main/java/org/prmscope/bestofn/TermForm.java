package org.prmscope.bestofn;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Works a term out exactly, into a quotient of polynomials. What it has no rule for stays whole as
/// an atom under a name that is the same for the same thing.
final class TermForm {
    private static final int MOST_FACTORIAL = 300;
    private static final int MOST_EXPONENT = 4_000;

    private boolean decides = true;

    private TermForm() {}

    /// A term worked out.
    ///
    /// @param decides whether all its atoms are independent of each other, so that another form is
    ///   another value
    record Worked(Quotient form, boolean decides) {}

    /// @throws ArithmeticException if it divides by 0 or grows too large
    static Worked of(Term term) {
        TermForm work = new TermForm();
        Quotient form = work.form(term);
        return new Worked(form, work.decides);
    }

    private Quotient form(Term term) {
        return switch (term) {
            case Term.Constant(Ratio value) -> Quotient.of(value);
            case Term.Symbol(String name) -> {
                decides &= !name.equals("∞");
                yield Quotient.atom(name);
            }
            case Term.Sum(List<Term> parts) ->
                    parts.stream().map(this::form).reduce(Quotient.of(Ratio.ZERO), Quotient::plus);
            case Term.Product(List<Term> factors) ->
                    factors.stream()
                            .map(this::form)
                            .reduce(Quotient.of(Ratio.ONE), Quotient::times);
            case Term.Division(Term above, Term below) -> form(above).times(form(below).inverse());
            case Term.Power(Term base, Term exponent) -> power(form(base), form(exponent));
            case Term.Call(String name, List<Term> arguments) ->
                    call(name, arguments.stream().map(this::form).toList());
        };
    }

    private Quotient power(Quotient base, Quotient exponent) {
        Ratio number = exponent.number().orElse(null);
        if (number != null) {
            Integer whole = number.small(MOST_EXPONENT);
            if (whole != null) {
                return base.power(whole);
            }
            Ratio value = base.number().orElse(null);
            Optional<Quotient> root = value == null ? Optional.empty() : root(value, number);
            if (root.isPresent()) {
                return root.get();
            }
        }
        return whole("pow", List.of(base, exponent));
    }

    /// A number to the power of a fraction, where that can be said with square roots.
    private static Optional<Quotient> root(Ratio value, Ratio exponent) {
        Integer above = new Ratio(exponent.numerator(), BigInteger.ONE).small(64);
        Integer below = new Ratio(exponent.denominator(), BigInteger.ONE).small(64);
        if (above == null || below == null) {
            return Optional.empty();
        }
        if (below == 2) {
            return Quotient.squareRoot(value).map(root -> root.power(above));
        }
        if (value.numerator().signum() < 0) {
            // Real or principal root: the two conventions differ.
            return Optional.empty();
        }
        BigInteger rootAbove = exactRoot(value.numerator(), below);
        BigInteger rootBelow = exactRoot(value.denominator(), below);
        return rootAbove == null || rootBelow == null
                ? Optional.empty()
                : Optional.of(Quotient.of(new Ratio(rootAbove, rootBelow)).power(above));
    }

    private static @Nullable BigInteger exactRoot(BigInteger value, int degree) {
        BigInteger low = BigInteger.ZERO;
        BigInteger high = BigInteger.ONE.shiftLeft(value.bitLength() / degree + 1);
        while (low.compareTo(high) < 0) {
            BigInteger middle = low.add(high).add(BigInteger.ONE).shiftRight(1);
            if (middle.pow(degree).compareTo(value) <= 0) {
                low = middle;
            } else {
                high = middle.subtract(BigInteger.ONE);
            }
        }
        return low.pow(degree).equals(value) ? low : null;
    }

    private Quotient call(String name, List<Quotient> arguments) {
        Ratio first = arguments.getFirst().number().orElse(null);
        if (first != null && name.equals("abs")) {
            return Quotient.of(first.numerator().signum() < 0 ? first.negated() : first);
        }
        Integer n = first == null ? null : first.small(MOST_FACTORIAL);
        if (n != null && n >= 0 && name.equals("factorial")) {
            return Quotient.of(falling(n, n));
        }
        if (n != null && n >= 0 && name.equals("binom")) {
            Ratio second = arguments.get(1).number().orElse(Ratio.of(-1));
            Integer k = second.small(MOST_FACTORIAL);
            if (k != null && k >= 0) {
                return Quotient.of(
                        k > n ? Ratio.ZERO : falling(n, k).times(falling(k, k).inverse()));
            }
        }
        return whole(name, arguments);
    }

    private static Ratio falling(int n, int factors) {
        BigInteger product = BigInteger.ONE;
        for (int i = 0; i < factors; i++) {
            product = product.multiply(BigInteger.valueOf(n - i));
        }
        return new Ratio(product, BigInteger.ONE);
    }

    private Quotient whole(String name, List<Quotient> arguments) {
        decides = false;
        return Quotient.atom(
                arguments.stream()
                        .map(Quotient::key)
                        .collect(Collectors.joining(",", name + "(", ")")));
    }
}
