package org.prmscope.bestofn;

import java.util.List;

/// A mathematical expression as it was read, before anything is worked out.
sealed interface Term {
    /// A number written in digits.
    record Number(Ratio value) implements Term {}

    /// A variable or a constant such as `π`, `i`, `∞`, by its name.
    record Symbol(String name) implements Term {}

    record Sum(List<Term> parts) implements Term {
        public Sum {
            parts = List.copyOf(parts);
        }
    }

    record Product(List<Term> factors) implements Term {
        public Product {
            factors = List.copyOf(factors);
        }
    }

    record Division(Term numerator, Term denominator) implements Term {}

    record Power(Term base, Term exponent) implements Term {}

    /// A function such as `sin`, `abs`, `factorial`, `binom`; `log` has its base first if it has
    /// one.
    record Call(String name, List<Term> arguments) implements Term {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    static Term negative(Term term) {
        return new Product(List.of(new Number(Ratio.of(-1)), term));
    }

    static Term root(Term radicand, Term degree) {
        return new Power(radicand, new Division(new Number(Ratio.ONE), degree));
    }
}
