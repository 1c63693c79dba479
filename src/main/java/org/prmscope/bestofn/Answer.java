package org.prmscope.bestofn;

import java.util.List;

/// A final answer as it was read.
sealed interface Answer {
    /// One expression, with the unit that stands behind it, lower case; empty if there is none.
    record Value(Term term, String unit) implements Answer {}

    /// A word or a phrase such as `\text{Evelyn}`, or the letter of a choice.
    record Words(String words) implements Answer {}

    /// Digits in another base, such as `52_8`.
    record Based(String digits, String base) implements Answer {}

    /// Sides with a relation between each two.
    record Relation(List<Term> sides, List<String> signs) implements Answer {
        public Relation {
            sides = List.copyOf(sides);
            signs = List.copyOf(signs);
        }
    }

    /// Several answers with commas between them, in no order.
    record Several(List<Answer> items) implements Answer {
        public Several {
            items = List.copyOf(items);
        }
    }

    /// A point, a vector or an interval, by its brackets; in order.
    record Bracketed(char open, char close, List<Answer> items) implements Answer {
        public Bracketed {
            items = List.copyOf(items);
        }
    }

    /// A set in braces, in no order.
    record Set(List<Answer> items) implements Answer {
        public Set {
            items = List.copyOf(items);
        }
    }

    /// Intervals or sets joined by `\cup`, in no order.
    record Union(List<Answer> parts) implements Answer {
        public Union {
            parts = List.copyOf(parts);
        }
    }

    record Matrix(List<List<Term>> rows) implements Answer {
        public Matrix {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /// What kind of thing it is, for a person.
    default String kind() {
        return switch (this) {
            case Value _ -> "a value";
            case Words _ -> "words";
            case Based _ -> "a number in another base";
            case Relation _ -> "an equation or inequality";
            case Several _ -> "several values";
            case Bracketed _ -> "a point or an interval";
            case Set _ -> "a set";
            case Union _ -> "a union";
            case Matrix _ -> "a matrix";
        };
    }
}
