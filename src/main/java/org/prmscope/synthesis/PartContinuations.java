package org.prmscope.synthesis;

import static org.prmscope.synthesis.Operation.DIVIDE;
import static org.prmscope.synthesis.Operation.MULTIPLY;
import static org.prmscope.synthesis.Operation.SUBTRACT;

import org.prmscope.synthesis.Story.Measure;

import java.util.List;
import java.util.stream.IntStream;

/// Continuations in which a fraction or a percentage goes away.
final class PartContinuations {
    private static final List<Integer> PERCENTAGES = List.of(10, 20, 25, 30, 40, 50, 60, 75, 80);

    private PartContinuations() {}

    static boolean fraction(Story s) {
        List<Integer> denominators =
                IntStream.of(2, 3, 4, 5, 6, 8, 10)
                        .filter(d -> s.amount() % d == 0)
                        .boxed()
                        .toList();
        if (denominators.isEmpty() || s.amount() < 10) {
            return false;
        }
        int d = s.pick(denominators);
        int n = d > 2 && s.random.nextBoolean() ? s.number(2, d - 1) : 1;
        while (gcd(n, d) > 1) {
            n--;
        }
        String items = s.goods.items();
        String friend = s.other();
        String part =
                switch (s.number(0, 3)) {
                    case 0 -> n + "/" + d;
                    case 1 -> "$\\frac{" + n + "}{" + d + "}$";
                    default -> Wording.fraction(n, d);
                };
        s.tell(
                s.say(
                        s.owner + " gives " + part + " of the " + items + " to " + friend + ".",
                        Story.capital(part) + " of the " + items + " go to " + friend + ".",
                        friend + " takes " + part + " of the " + items + "."),
                n == 1 ? new int[] {d} : new int[] {n, d});
        Story.Step step = s.fromHere(RelationKind.FRACTION, "have");
        if (n > 1) {
            step.given(MULTIPLY, n, "");
        }
        step.given(DIVIDE, d, "")
                .gives(
                        n > 1 ? "{1}/{2} of {0}" : "1/{1} of {0}",
                        Story.capital(items) + " for " + friend,
                        items,
                        friend + " gets {eq} " + items + ".",
                        "The part for " + friend + " is {eq} " + items + ".",
                        "That is {eq} " + items + ".");
        s.question = "How many " + items + " does " + friend + " get?";
        if (s.random.nextInt(4) > 0) {
            rest(s, items);
            s.question = "How many " + items + " does " + s.owner + " have left?";
        } else {
            s.owner = friend;
        }
        return true;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static void rest(Story s, String unit) {
        int last = s.relations.size() - 1;
        Relation part = s.relations.get(last);
        Relation.Source whole = part.sources().getFirst();
        Story.Step step =
                switch (whole) {
                    case Relation.Source.Result(int relation) ->
                            s.fromResult(RelationKind.REST, relation, "have");
                    case Relation.Source.Given _, Relation.Source.Constant _ ->
                            s.fromGiven(
                                    RelationKind.REST,
                                    part.formula().operands().getFirst().intValueExact(),
                                    "have");
                };
        step.result(SUBTRACT, last, "part")
                .gives(
                        "{0} without the {1}",
                        Story.capital(unit) + " left",
                        unit,
                        s.owner + " has {eq} " + unit + " left.",
                        "So {eq} " + unit + " remain.",
                        "That leaves {eq} " + unit + ".");
    }

    static boolean percent(Story s) {
        List<Integer> possible =
                PERCENTAGES.stream().filter(p -> s.amount() * p % 100 == 0).toList();
        if (possible.isEmpty() || s.amount() < 10) {
            return false;
        }
        int p = s.pick(possible);
        String unit = s.unit;
        boolean dollars = s.measure == Measure.DOLLARS;
        s.tell(
                dollars
                        ? s.say(
                                s.owner + " spends " + p + "% of the money.",
                                p + "% of the money goes to the bank.")
                        : s.say(
                                p + "% of the " + unit + " are broken.",
                                s.owner + " loses " + p + "% of the " + unit + ".",
                                s.owner + " sells " + p + "% of the " + unit + "."),
                p);
        s.fromHere(RelationKind.PERCENT, "have")
                .given(MULTIPLY, p, "")
                .constant(DIVIDE, 100, false)
                .gives(
                        "{1}% of {0}",
                        "{1}% of the " + unit,
                        unit,
                        "{1}% of {0} is {eq} " + unit + ".",
                        "The part is {eq} " + unit + ".",
                        "This is {eq} " + unit + ".");
        rest(s, unit);
        s.question = "How many " + unit + " are left?";
        return true;
    }
}
