package org.prmscope.bestofn;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A polynomial with exact coefficients over atoms: symbols, pi, i, square roots of whole numbers
/// without a square factor, and whatever else is left whole, each under its name. Equal polynomials
/// are equal maps, since i² and the squares of roots are worked out.
///
/// @param terms of each product of powers of atoms its coefficient, never 0
record Polynomial(Map<SortedMap<String, Integer>, Ratio> terms) {
    /// The imaginary unit's name.
    static final String I = "i";

    /// What the names of square roots of whole numbers begin with.
    static final String ROOT = "√";

    private static final int MOST_TERMS = 400;
    private static final int MOST_BITS = 40_000;
    private static final SortedMap<String, Integer> UNIT =
            Collections.unmodifiableSortedMap(new TreeMap<>());

    /// It grew beyond what is worked out.
    static final class TooLarge extends ArithmeticException {
        TooLarge() {
            super("the expression grows too large when it is expanded");
        }
    }

    Polynomial {
        terms = Map.copyOf(terms);
        if (terms.size() > MOST_TERMS) {
            throw new TooLarge();
        }
    }

    static Polynomial of(Ratio number) {
        return number.isZero() ? new Polynomial(Map.of()) : new Polynomial(Map.of(UNIT, number));
    }

    static Polynomial atom(String name) {
        return new Polynomial(Map.of(new TreeMap<>(Map.of(name, 1)), Ratio.ONE));
    }

    boolean isZero() {
        return terms.isEmpty();
    }

    /// The number that it is.
    java.util.Optional<Ratio> number() {
        if (terms.isEmpty()) {
            return java.util.Optional.of(Ratio.ZERO);
        }
        return java.util.Optional.ofNullable(terms.size() == 1 ? terms.get(UNIT) : null);
    }

    Polynomial plus(Polynomial other) {
        Map<SortedMap<String, Integer>, Ratio> sum = new HashMap<>(terms);
        other.terms.forEach((product, factor) -> add(sum, product, factor));
        return new Polynomial(sum);
    }

    Polynomial negated() {
        Map<SortedMap<String, Integer>, Ratio> negated = new HashMap<>();
        terms.forEach((product, factor) -> negated.put(product, factor.negated()));
        return new Polynomial(negated);
    }

    /// @throws TooLarge if the product has too many terms, or digits
    Polynomial times(Polynomial other) {
        if ((long) terms.size() * other.terms.size() > 100L * MOST_TERMS) {
            throw new TooLarge();
        }
        Map<SortedMap<String, Integer>, Ratio> product = new HashMap<>();
        for (var one : terms.entrySet()) {
            for (var two : other.terms.entrySet()) {
                SortedMap<String, Integer> atoms = new TreeMap<>(one.getKey());
                two.getKey().forEach((name, power) -> atoms.merge(name, power, Integer::sum));
                Ratio factor = one.getValue().times(two.getValue());
                if (factor.numerator().bitLength() + factor.denominator().bitLength() > MOST_BITS) {
                    throw new TooLarge();
                }
                Ratio reduced = reduce(atoms, factor);
                add(product, atoms, reduced);
            }
        }
        return new Polynomial(product);
    }

    /// Works out i² and products of roots; returns the coefficient that goes with the atoms left.
    private static Ratio reduce(SortedMap<String, Integer> atoms, Ratio factor) {
        Ratio reduced = factor;
        Integer imaginary = atoms.remove(I);
        if (imaginary != null) {
            if (imaginary % 4 >= 2) {
                reduced = reduced.negated();
            }
            if (imaginary % 2 == 1) {
                atoms.put(I, 1);
            }
        }
        BigInteger radicand = BigInteger.ONE;
        boolean hasRoot = false;
        for (String name : atoms.keySet().toArray(String[]::new)) {
            if (name.startsWith(ROOT)) {
                hasRoot = true;
                BigInteger root = new BigInteger(name.substring(ROOT.length()));
                Integer removed = atoms.remove(name);
                int power = removed == null ? 0 : removed;
                reduced = reduced.times(new Ratio(root.pow(power / 2), BigInteger.ONE));
                if (power % 2 == 1) {
                    // Both are free of squares: what they share comes out of the root.
                    BigInteger common = radicand.gcd(root);
                    reduced = reduced.times(new Ratio(common, BigInteger.ONE));
                    radicand = radicand.divide(common).multiply(root.divide(common));
                }
            }
        }
        if (hasRoot && !radicand.equals(BigInteger.ONE)) {
            atoms.put(ROOT + radicand, 1);
        }
        return reduced;
    }

    private static void add(
            Map<SortedMap<String, Integer>, Ratio> sum,
            SortedMap<String, Integer> product,
            Ratio factor) {
        Ratio together = sum.getOrDefault(product, Ratio.ZERO).plus(factor);
        if (together.isZero()) {
            sum.remove(product);
        } else {
            sum.put(product, together);
        }
    }

    /// The same text for equal polynomials.
    @Override
    public String toString() {
        TreeMap<String, Ratio> sorted = new TreeMap<>();
        terms.forEach((product, factor) -> sorted.put(product.toString(), factor));
        return sorted.toString();
    }
}
