package org.prmscope.bestofn;

import java.math.BigInteger;
import java.util.Optional;

/// One polynomial over another, not in lowest terms: two are equal where the crosswise products
/// are.
///
/// @param denominator not 0
record Quotient(Polynomial numerator, Polynomial denominator) {
    private static final Polynomial UNIT = Polynomial.of(Ratio.ONE);
    private static final int MOST_POWER = 64;

    Quotient {
        if (denominator.isZero()) {
            throw new ArithmeticException("a division by 0");
        }
    }

    static Quotient of(Ratio number) {
        return new Quotient(Polynomial.of(number), UNIT);
    }

    static Quotient atom(String name) {
        return new Quotient(Polynomial.atom(name), UNIT);
    }

    Quotient plus(Quotient other) {
        return new Quotient(
                numerator.times(other.denominator).plus(other.numerator.times(denominator)),
                denominator.times(other.denominator));
    }

    Quotient times(Quotient other) {
        return new Quotient(numerator.times(other.numerator), denominator.times(other.denominator));
    }

    /// @throws ArithmeticException if this is 0
    Quotient inverse() {
        return new Quotient(denominator, numerator);
    }

    Quotient negated() {
        return new Quotient(numerator.negated(), denominator);
    }

    /// @param exponent of either sign
    Quotient power(int exponent) {
        if (number().isEmpty() && Math.abs(exponent) > MOST_POWER) {
            throw new Polynomial.TooLarge();
        }
        Quotient square = exponent < 0 ? inverse() : this;
        Quotient power = of(Ratio.ONE);
        for (int left = Math.abs(exponent); left > 0; left >>= 1) {
            power = (left & 1) == 1 ? power.times(square) : power;
            square = left > 1 ? square.times(square) : square;
        }
        return power;
    }

    /// The number that it is.
    Optional<Ratio> number() {
        Optional<Ratio> above = numerator.number();
        Optional<Ratio> below = denominator.number();
        return above.isEmpty() || below.isEmpty()
                ? Optional.empty()
                : Optional.of(above.get().times(below.get().inverse()));
    }

    /// The same text for most equal quotients, and never for two that differ.
    String key() {
        Optional<Ratio> below = denominator.number();
        return below.isPresent()
                ? numerator.times(Polynomial.of(below.get().inverse())).toString()
                : numerator + "/" + denominator;
    }

    boolean isSame(Quotient other) {
        return numerator.times(other.denominator).equals(other.numerator.times(denominator));
    }

    /// The square root of a number; empty if its parts are too large to be factored here.
    static Optional<Quotient> squareRoot(Ratio number) {
        if (number.isZero()) {
            return Optional.of(of(Ratio.ZERO));
        }
        BigInteger product = number.numerator().multiply(number.denominator());
        BigInteger left = product.abs();
        if (left.bitLength() > 62) {
            return Optional.empty();
        }
        long rest = left.longValueExact();
        long outside = 1;
        long inside = 1;
        for (long prime = 2; prime * prime <= rest && prime < 2_000_000; prime++) {
            while (rest % (prime * prime) == 0) {
                rest /= prime * prime;
                outside *= prime;
            }
            if (rest % prime == 0) {
                rest /= prime;
                inside *= prime;
            }
        }
        long root = (long) Math.sqrt((double) rest);
        for (long near = Math.max(0, root - 1); near <= root + 1; near++) {
            if (rest > 1 && near * near == rest) {
                outside *= near;
                rest = 1;
            }
        }
        Quotient result = of(new Ratio(BigInteger.valueOf(outside), number.denominator().abs()));
        long radicand = Math.multiplyExact(inside, rest);
        if (radicand != 1) {
            result = result.times(atom(Polynomial.ROOT + radicand));
        }
        return Optional.of(product.signum() < 0 ? result.times(atom(Polynomial.I)) : result);
    }
}
