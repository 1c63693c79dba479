package org.prmscope.bestofn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Whether two answers that were read are the same: exactly where exact arithmetic says so, by
/// floating point where that shows a difference, else by an [Algebra].
final class AnswerComparison {
    private static final String INFINITY = "∞";
    private static final Set<String> CONSTANTS = Set.of("π", "e", Polynomial.I, INFINITY);

    private final Algebra algebra;

    AnswerComparison(Algebra algebra) {
        this.algebra = algebra;
    }

    Sameness compare(Answer one, Answer two) {
        return switch (one) {
            case Answer.Value(Term a, String unitA)
                    when two instanceof Answer.Value(Term b, String unitB) ->
                    values(a, unitA, b, unitB);
            case Answer.Words(String a) when two instanceof Answer.Words(String b) ->
                    a.equals(b) ? Sameness.SAME : Sameness.different("other words");
            case Answer.Based a when two instanceof Answer.Based b -> based(a, b);
            case Answer.Relation a when two instanceof Answer.Relation b -> relations(a, b);
            case Answer.Several(List<Answer> a)
                    when two instanceof Answer.Several(List<Answer> b) ->
                    anyOrder(a, b);
            case Answer.Set(List<Answer> a) when two instanceof Answer.Set(List<Answer> b) ->
                    anyOrder(a, b);
            case Answer.Set(List<Answer> a) when two instanceof Answer.Several(List<Answer> b) ->
                    anyOrder(a, b);
            case Answer.Several(List<Answer> a) when two instanceof Answer.Set(List<Answer> b) ->
                    anyOrder(a, b);
            case Answer.Union(List<Answer> a) when two instanceof Answer.Union(List<Answer> b) ->
                    anyOrder(a, b);
            case Answer.Bracketed a when two instanceof Answer.Bracketed b -> bracketed(a, b);
            case Answer.Matrix a when two instanceof Answer.Matrix b -> matrices(a, b);
            case Answer.Value _,
                    Answer.Words _,
                    Answer.Based _,
                    Answer.Relation _,
                    Answer.Several _,
                    Answer.Set _,
                    Answer.Union _,
                    Answer.Bracketed _,
                    Answer.Matrix _ ->
                    mixed(one, two);
        };
    }

    /// Two kinds of answer. Some kinds can mean the same, which only a person can tell.
    private Sameness mixed(Answer one, Answer two) {
        if (isOne(one, two, Answer.Based.class, Answer.Value.class)) {
            Answer.Based based = (Answer.Based) (one instanceof Answer.Based ? one : two);
            Answer.Value value = (Answer.Value) (one instanceof Answer.Value ? one : two);
            return value.term() instanceof Term.Constant(Ratio number)
                            && number.toString().equals(based.digits())
                    ? Sameness.undecided("the same digits, but only one says in which base")
                    : Sameness.different("other digits");
        }
        if (isOne(one, two, Answer.Set.class, Answer.Value.class)) {
            List<Answer> items = ((Answer.Set) (one instanceof Answer.Set ? one : two)).items();
            return items.size() == 1
                    ? compare(items.getFirst(), one instanceof Answer.Set ? two : one)
                    : Sameness.different("another number of values");
        }
        String kinds = "one is %s, the other %s".formatted(one.kind(), two.kind());
        if (one instanceof Answer.Relation || two instanceof Answer.Relation) {
            Answer.Relation relation =
                    (Answer.Relation) (one instanceof Answer.Relation ? one : two);
            return mayBe(relation, relation.equals(one) ? two : one)
                    ? Sameness.undecided(kinds)
                    : Sameness.different(kinds);
        }
        // The same parts in another shape: a vector in a row and in a column, roots as a pair.
        List<Answer> parts = parts(one);
        List<Answer> others = parts(two);
        boolean samePossible =
                parts.size() > 1
                        && parts.size() == others.size()
                        && !anyOrder(parts, others).is(Sameness.Kind.DIFFERENT);
        return samePossible ? Sameness.undecided(kinds) : Sameness.different(kinds);
    }

    /// Whether an equation or inequality may come to an answer of another kind: `x - 5 = 0` to a
    /// number, `x > 2` to an interval.
    private static boolean mayBe(Answer.Relation relation, Answer other) {
        long variables =
                relation.sides().stream()
                        .flatMap(side -> side.symbols().stream())
                        .filter(name -> !CONSTANTS.contains(name))
                        .distinct()
                        .count();
        return switch (other) {
            case Answer.Value(Term term, String _) ->
                    variables == 1 || !CONSTANTS.containsAll(term.symbols());
            case Answer.Bracketed _, Answer.Union _ -> !relation.signs().contains("=");
            case Answer.Several _, Answer.Set _ -> variables == 1;
            case Answer.Words _, Answer.Based _, Answer.Matrix _, Answer.Relation _ -> false;
        };
    }

    /// What an answer consists of, whatever its shape; nothing for one that has no parts.
    private static List<Answer> parts(Answer answer) {
        return switch (answer) {
            case Answer.Several(List<Answer> items) -> items;
            case Answer.Set(List<Answer> items) -> items;
            case Answer.Bracketed(char _, char _, List<Answer> items) -> items;
            case Answer.Matrix(List<List<Term>> rows) ->
                    rows.stream()
                            .flatMap(List::stream)
                            .map(cell -> (Answer) new Answer.Value(cell, ""))
                            .toList();
            case Answer.Value _,
                    Answer.Words _,
                    Answer.Based _,
                    Answer.Relation _,
                    Answer.Union _ ->
                    List.of();
        };
    }

    private static boolean isOne(Answer one, Answer two, Class<?> a, Class<?> b) {
        return (a.isInstance(one) && b.isInstance(two)) || (a.isInstance(two) && b.isInstance(one));
    }

    private Sameness values(Term a, String unitA, Term b, String unitB) {
        Sameness same = terms(a, b);
        boolean unitsDiffer = !unitA.isEmpty() && !unitB.isEmpty() && !sameUnit(unitA, unitB);
        return unitsDiffer
                ? Sameness.undecided("the units differ: %s and %s".formatted(unitA, unitB))
                : same;
    }

    /// Whether two units are the same but for a plural.
    private static boolean sameUnit(String one, String two) {
        return stem(one).equals(stem(two));
    }

    private static String stem(String unit) {
        return unit.replaceAll("[^a-z0-9^]", "").replaceAll("(?<=[a-z]{2})s(?=$|\\^)", "");
    }

    private static Sameness based(Answer.Based a, Answer.Based b) {
        return a.equals(b) ? Sameness.SAME : Sameness.different("other digits or another base");
    }

    private Sameness relations(Answer.Relation a, Answer.Relation b) {
        if (a.signs().equals(List.of("=")) && b.signs().equals(List.of("="))) {
            return equations(a, b);
        }
        if (!a.signs().equals(b.signs())) {
            return Sameness.undecided("the inequalities are written in different ways");
        }
        Sameness same = inOrder(a.sides(), b.sides());
        return same.is(Sameness.Kind.DIFFERENT)
                ? Sameness.undecided("the inequalities are written in different ways")
                : same;
    }

    /// Two equations are the same where the differences of their sides are in a constant ratio.
    private Sameness equations(Answer.Relation a, Answer.Relation b) {
        Term one = difference(a);
        Term two = difference(b);
        try {
            TermForm.Worked formA = TermForm.of(one);
            TermForm.Worked formB = TermForm.of(two);
            if (formA.form().numerator().isZero() || formB.form().numerator().isZero()) {
                return formA.form().numerator().isZero() && formB.form().numerator().isZero()
                        ? Sameness.SAME
                        : Sameness.different("another equation");
            }
            Quotient ratio = formA.form().times(formB.form().inverse());
            Polynomial below = ratio.denominator();
            var first = below.terms().entrySet().iterator().next();
            Ratio factor =
                    ratio.numerator()
                            .terms()
                            .getOrDefault(first.getKey(), Ratio.ZERO)
                            .times(first.getValue().inverse());
            if (ratio.numerator().equals(below.times(Polynomial.of(factor)))) {
                return Sameness.SAME;
            }
            return formA.decides() && formB.decides()
                    ? Sameness.different("another equation")
                    : Sameness.undecided("two equations that may be the same");
        } catch (ArithmeticException e) {
            return Sameness.undecided(String.valueOf(e.getMessage()));
        }
    }

    private static Term difference(Answer.Relation equation) {
        return new Term.Sum(
                List.of(equation.sides().get(0), Term.negative(equation.sides().get(1))));
    }

    private Sameness bracketed(Answer.Bracketed a, Answer.Bracketed b) {
        return a.open() != b.open() || a.close() != b.close()
                ? Sameness.different("other brackets")
                : allSame(pairs(a.items(), b.items()));
    }

    private Sameness matrices(Answer.Matrix a, Answer.Matrix b) {
        if (a.rows().size() != b.rows().size()) {
            return Sameness.different("another number of rows");
        }
        List<Sameness> rows = new ArrayList<>();
        for (int row = 0; row < a.rows().size(); row++) {
            rows.add(inOrder(a.rows().get(row), b.rows().get(row)));
        }
        return all(rows);
    }

    private Sameness inOrder(List<Term> a, List<Term> b) {
        if (a.size() != b.size()) {
            return Sameness.different("another number of parts");
        }
        List<Sameness> parts = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            parts.add(terms(a.get(i), b.get(i)));
        }
        return all(parts);
    }

    private record Pair(Answer one, Answer two) {}

    /// Nothing where the numbers differ.
    private static List<Pair> pairs(List<Answer> a, List<Answer> b) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < a.size() && a.size() == b.size(); i++) {
            pairs.add(new Pair(a.get(i), b.get(i)));
        }
        return pairs;
    }

    private Sameness allSame(List<Pair> pairs) {
        return pairs.isEmpty()
                ? Sameness.different("another number of parts")
                : all(pairs.stream().map(pair -> compare(pair.one(), pair.two())).toList());
    }

    private static Sameness all(List<Sameness> parts) {
        for (Sameness.Kind kind : List.of(Sameness.Kind.DIFFERENT, Sameness.Kind.UNDECIDED)) {
            for (Sameness part : parts) {
                if (part.is(kind)) {
                    return part;
                }
            }
        }
        return Sameness.SAME;
    }

    /// Each of the one has its own of the other. A value that is there twice counts once, as it
    /// does in a set.
    private Sameness anyOrder(List<Answer> a, List<Answer> b) {
        List<Answer> left = distinct(a);
        List<Answer> right = distinct(b);
        if (left.size() != right.size()) {
            return Sameness.different("another number of values");
        }
        Sameness doubt = Sameness.SAME;
        for (Answer one : left) {
            Answer match = null;
            for (Answer two : right) {
                Sameness same = compare(one, two);
                if (same.is(Sameness.Kind.SAME)) {
                    match = two;
                    break;
                }
                doubt = same.is(Sameness.Kind.UNDECIDED) ? same : doubt;
            }
            if (match == null) {
                return doubt.is(Sameness.Kind.UNDECIDED)
                        ? doubt
                        : Sameness.different("other values");
            }
            right.remove(match);
        }
        return Sameness.SAME;
    }

    private List<Answer> distinct(List<Answer> answers) {
        List<Answer> distinct = new ArrayList<>();
        for (Answer answer : answers) {
            if (distinct.stream().noneMatch(one -> compare(one, answer).is(Sameness.Kind.SAME))) {
                distinct.add(answer);
            }
        }
        return distinct;
    }

    private Sameness terms(Term a, Term b) {
        if (Objects.equals(a, b)) {
            return Sameness.SAME;
        }
        int infinityA = infinity(a);
        int infinityB = infinity(b);
        if (infinityA != 0 && infinityB != 0) {
            return infinityA == infinityB ? Sameness.SAME : Sameness.DIFFERENT;
        }
        if ((infinityA != 0 && !b.symbols().contains(INFINITY))
                || (infinityB != 0 && !a.symbols().contains(INFINITY))) {
            return Sameness.DIFFERENT;
        }
        try {
            TermForm.Worked one = TermForm.of(a);
            TermForm.Worked two = TermForm.of(b);
            if (one.form().isSame(two.form())) {
                return Sameness.SAME;
            }
            if (one.decides() && two.decides()) {
                return Sameness.DIFFERENT;
            }
        } catch (Polynomial.TooLarge e) {
            if (TermValue.differ(a, b)) {
                return Sameness.DIFFERENT;
            }
        } catch (ArithmeticException e) {
            return Sameness.undecided(String.valueOf(e.getMessage()));
        }
        return TermValue.differ(a, b)
                ? Sameness.DIFFERENT
                : algebra.equal(TermJson.of(a), TermJson.of(b));
    }

    /// 1 for infinity, -1 for its negative, 0 for anything else.
    private static int infinity(Term term) {
        if (term instanceof Term.Symbol(String name)) {
            return name.equals(INFINITY) ? 1 : 0;
        }
        return term.equals(Term.negative(new Term.Symbol(INFINITY))) ? -1 : 0;
    }
}
