package org.prmscope.bestofn;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;

/// An exact fraction in lowest terms.
///
/// @param denominator more than 0
record Ratio(BigInteger numerator, BigInteger denominator) {
    static final Ratio ZERO = of(0);
    static final Ratio ONE = of(1);

    Ratio {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("a fraction over 0");
        }
        BigInteger common = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            common = common.negate();
        }
        numerator = numerator.divide(common);
        denominator = denominator.divide(common);
    }

    static Ratio of(long whole) {
        return new Ratio(BigInteger.valueOf(whole), BigInteger.ONE);
    }

    /// A number written in decimal, such as `12`, `.5` or `3.21`.
    static Ratio ofDecimal(String digits) {
        BigDecimal decimal = new BigDecimal(digits);
        return decimal.scale() <= 0
                ? new Ratio(decimal.toBigInteger(), BigInteger.ONE)
                : new Ratio(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    Ratio plus(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Ratio times(Ratio other) {
        return new Ratio(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /// @throws ArithmeticException if this is 0
    Ratio inverse() {
        return new Ratio(denominator, numerator);
    }

    Ratio negated() {
        return new Ratio(numerator.negate(), denominator);
    }

    boolean isZero() {
        return numerator.signum() == 0;
    }

    boolean isWhole() {
        return denominator.equals(BigInteger.ONE);
    }

    /// The whole number it is, if that is at most `most` in size; null otherwise.
    @Nullable Integer small(int most) {
        return isWhole() && numerator.bitLength() < 31 && Math.abs(numerator.intValue()) <= most
                ? (Integer) numerator.intValue()
                : null;
    }

    double value() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), java.math.MathContext.DECIMAL64)
                .doubleValue();
    }

    @Override
    public String toString() {
        return isWhole() ? numerator.toString() : numerator + "/" + denominator;
    }
}
