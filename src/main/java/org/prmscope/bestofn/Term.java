package org.prmscope.bestofn;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A mathematical expression as it was read, before anything is worked out.
sealed interface Term {
    /// A number written in digits.
    record Constant(Ratio value) implements Term {}

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
        return new Product(List.of(new Constant(Ratio.of(-1)), term));
    }

    static Term root(Term radicand, Term degree) {
        return new Power(radicand, new Division(new Constant(Ratio.ONE), degree));
    }

    /// The names of its symbols, those of constants among them.
    default Set<String> symbols() {
        return switch (this) {
            case Constant _ -> Set.of();
            case Symbol(String name) -> Set.of(name);
            case Sum(List<Term> parts) -> symbols(parts);
            case Product(List<Term> factors) -> symbols(factors);
            case Division(Term above, Term below) -> symbols(List.of(above, below));
            case Power(Term base, Term exponent) -> symbols(List.of(base, exponent));
            case Call(String _, List<Term> arguments) -> symbols(arguments);
        };
    }

    private static Set<String> symbols(List<Term> terms) {
        Set<String> symbols = new TreeSet<>();
        terms.forEach(term -> symbols.addAll(term.symbols()));
        return symbols;
    }
}
