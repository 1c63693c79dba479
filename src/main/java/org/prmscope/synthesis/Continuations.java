package org.prmscope.synthesis;

import static org.prmscope.synthesis.Operation.ADD;
import static org.prmscope.synthesis.Operation.DIVIDE;
import static org.prmscope.synthesis.Operation.MULTIPLY;
import static org.prmscope.synthesis.Operation.SUBTRACT;

import org.prmscope.synthesis.Story.Measure;

import java.util.List;
import java.util.stream.IntStream;

/// The ways a word problem goes on from its running quantity.
final class Continuations {
    private static final List<Integer> PERCENTAGES = List.of(10, 20, 25, 30, 40, 50, 60, 75, 80);

    private Continuations() {}

    /// Goes on once; false if the numbers did not allow the continuation that was drawn.
    static boolean tell(Story s) {
        return switch (s.measure) {
            case ITEMS ->
                    switch (s.number(0, 11)) {
                        case 0, 1 -> more(s);
                        case 2, 3 -> less(s);
                        case 4 -> timesAsMany(s);
                        case 5 -> moreThan(s);
                        case 6 -> fewerThan(s);
                        case 7 -> fraction(s);
                        case 8 -> percent(s);
                        case 9 -> share(s);
                        case 10 -> price(s);
                        default -> timeEach(s);
                    };
            case DOLLARS ->
                    switch (s.number(0, 4)) {
                        case 0 -> moreMoney(s);
                        case 1 -> lessMoney(s);
                        case 2 -> shareMoney(s);
                        case 3 -> percent(s);
                        default -> cents(s);
                    };
            case MINUTES -> s.random.nextBoolean() ? hours(s) : lessMinutes(s);
            case LENGTH -> s.random.nextBoolean() ? pieces(s) : cut(s);
            case END -> false;
        };
    }

    private static boolean more(Story s) {
        int c = s.number(2, 300);
        String items = s.goods.items();
        s.tell(
                s.say(
                        s.owner + " buys " + c + " more " + items + ".",
                        "Then " + s.owner + " finds another " + c + " " + items + ".",
                        "A friend gives " + s.owner + " " + c + " more " + items + ".",
                        "Later " + s.owner + " gets " + c + " " + items + " as a gift."),
                c);
        s.fromHere(RelationKind.MORE, "have")
                .given(ADD, c, "more")
                .gives(
                        "{0} and {1} more",
                        "Total " + items,
                        items,
                        s.owner + " now has {eq} " + items + ".",
                        "After getting {1} more, " + s.owner + " has {eq} " + items + ".",
                        "Adding the {1} new " + items + " gives {eq} " + items + ".",
                        "That makes {eq} " + items + ".");
        s.question = "How many " + items + " does " + s.owner + " have now?";
        return true;
    }

    private static boolean less(Story s) {
        if (s.amount() < 6) {
            return false;
        }
        int c = s.number(2, s.amount() - 2);
        String items = s.goods.items();
        s.tell(
                s.say(
                        s.owner + " gives away " + c + " " + items + ".",
                        "Then " + s.owner + " sells " + c + " of them.",
                        c + " of the " + items + " get lost.",
                        s.owner + " uses " + c + " of the " + items + "."),
                c);
        s.fromHere(RelationKind.LESS, "have")
                .given(SUBTRACT, c, "away")
                .gives(
                        "{1} taken away from {0}",
                        Story.capital(items) + " left",
                        items,
                        s.owner + " has {eq} " + items + " left.",
                        "Taking away {1} leaves {eq} " + items + ".",
                        "After that, {eq} " + items + " remain.",
                        "Now there are {eq} " + items + ".");
        s.question =
                s.say(
                        "How many " + items + " are left?",
                        "How many " + items + " does " + s.owner + " have left?");
        return true;
    }

    private static boolean timesAsMany(Story s) {
        int k = s.number(2, 6);
        String items = s.goods.items();
        String first = s.owner;
        String person = s.other();
        String words = s.random.nextInt(4) == 0 ? k + " times" : Wording.TIMES_WORDS.get(k - 2);
        s.tell(
                s.say(
                        person + " has " + words + " as many " + items + " as " + first + ".",
                        "Compared with "
                                + first
                                + ", "
                                + person
                                + " has "
                                + words
                                + " as many "
                                + items
                                + "."),
                k);
        s.fromHere(RelationKind.TIMES_AS_MANY, "have")
                .given(MULTIPLY, k, "times")
                .gives(
                        "{1} times as many as {0}",
                        person + "'s " + items,
                        items,
                        person + " has {eq} " + items + ".",
                        person + " has {1} times as many, which is {eq} " + items + ".",
                        "So the number of " + items + " " + person + " has is {eq}.");
        compared(s, first, person);
        return true;
    }

    private static boolean moreThan(Story s) {
        int c = s.number(2, 200);
        String items = s.goods.items();
        String first = s.owner;
        String person = s.other();
        s.tell(
                s.say(
                        person + " has " + c + " more " + items + " than " + first + ".",
                        first + " has " + c + " fewer " + items + " than " + person + "."),
                c);
        s.fromHere(RelationKind.MORE_THAN, "have")
                .given(ADD, c, "more")
                .gives(
                        "{1} more than {0}",
                        person + "'s " + items,
                        items,
                        person + " has {eq} " + items + ".",
                        person + " has {1} more, which is {eq} " + items + ".",
                        "So " + person + " owns {eq} " + items + ".");
        compared(s, first, person);
        return true;
    }

    private static boolean fewerThan(Story s) {
        if (s.amount() < 8) {
            return false;
        }
        int c = s.number(2, s.amount() - 3);
        String items = s.goods.items();
        String first = s.owner;
        String person = s.other();
        s.tell(
                s.say(
                        person + " has " + c + " fewer " + items + " than " + first + ".",
                        first + " has " + c + " more " + items + " than " + person + "."),
                c);
        s.fromHere(RelationKind.FEWER_THAN, "have")
                .given(SUBTRACT, c, "fewer")
                .gives(
                        "{1} fewer than {0}",
                        person + "'s " + items,
                        items,
                        person + " has {eq} " + items + ".",
                        person + " has {1} fewer, which is {eq} " + items + ".",
                        "So " + person + " owns {eq} " + items + ".");
        compared(s, first, person);
        return true;
    }

    /// Goes on with the second person, or asks for the sum or the difference of the two.
    private static void compared(Story s, String first, String person) {
        String items = s.goods.items();
        int last = s.relations.size() - 1;
        s.owner = person;
        s.question = "How many " + items + " does " + person + " have?";
        if (last == 0 || s.random.nextInt(2) == 0) {
            return;
        }
        if (s.random.nextInt(3) > 0) {
            s.fromResult(RelationKind.TOGETHER, last - 1, "first")
                    .result(ADD, last, "second")
                    .gives(
                            "{0} and {1} together",
                            "Total " + items,
                            items,
                            "Together they have {eq} " + items + ".",
                            first + " and " + person + " have {eq} " + items + " together.",
                            "The total is {eq} " + items + ".");
            s.question =
                    s.say(
                            "How many "
                                    + items
                                    + " do "
                                    + first
                                    + " and "
                                    + person
                                    + " have together?",
                            "How many " + items + " do they have in all?");
        } else {
            boolean larger = s.relations.get(last).kind() != RelationKind.FEWER_THAN;
            s.fromResult(RelationKind.DIFFERENCE, larger ? last : last - 1, "larger")
                    .result(SUBTRACT, larger ? last - 1 : last, "smaller")
                    .gives(
                            "the difference of {0} and {1}",
                            "Difference",
                            items,
                            "The difference is {eq} " + items + ".",
                            "One has {eq} " + items + " more than the other.");
            s.question =
                    "What is the difference between the numbers of "
                            + items
                            + " of "
                            + first
                            + " and "
                            + person
                            + "?";
        }
        s.measure = Measure.END;
    }

    private static boolean fraction(Story s) {
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

    private static boolean percent(Story s) {
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

    private static List<Integer> divisors(int value, int low, int high) {
        return IntStream.rangeClosed(low, high).filter(d -> value % d == 0).boxed().toList();
    }

    private static boolean share(Story s) {
        List<Integer> possible = divisors(s.amount(), 2, 30);
        if (possible.isEmpty() || s.amount() < 10) {
            return false;
        }
        int c = s.pick(possible);
        if (c == s.amount()) {
            return false;
        }
        String items = s.goods.items();
        boolean children = s.random.nextBoolean();
        String groups = children ? s.say("children", "friends") : s.goods.boxes();
        String group = children ? (groups.equals("friends") ? "friend" : "child") : s.goods.box();
        s.tell(
                s.say(
                        "The " + items + " are shared equally among " + c + " " + groups + ".",
                        s.owner
                                + " divides all the "
                                + items
                                + " equally into "
                                + c
                                + " "
                                + groups
                                + ".",
                        c + " " + groups + " get the same number of " + items + "."),
                c);
        s.fromHere(RelationKind.SHARE, "have")
                .given(DIVIDE, c, groups)
                .gives(
                        "{0} shared by {1} " + groups,
                        Story.capital(items) + " per " + group,
                        items,
                        "Each " + group + " gets {eq} " + items + ".",
                        "Dividing by {1} gives {eq} " + items + " per " + group + ".",
                        "So there are {eq} " + items + " for each " + group + ".");
        s.question = "How many " + items + " does each " + group + " get?";
        s.measure = Measure.END;
        return true;
    }

    private static boolean price(Story s) {
        int c = s.number(2, 30);
        String items = s.goods.items();
        s.tell(
                s.say(
                        "Each " + s.goods.item() + " is sold for " + c + " dollars.",
                        s.owner + " sells all of them for $" + c + " each.",
                        "One " + s.goods.item() + " costs " + c + " dollars."),
                c);
        s.fromHere(RelationKind.PRICE, items)
                .given(MULTIPLY, c, "price")
                .gives(
                        "{0} " + items + " at {1} dollars each",
                        "Total price",
                        "dollars",
                        "The " + items + " bring {eq} dollars.",
                        "{0} " + items + " at {1} dollars each are {eq} dollars.",
                        "The total price is {eq} dollars.");
        s.measure = Measure.DOLLARS;
        s.unit = "dollars";
        s.question = "How many dollars is that in total?";
        return true;
    }

    private static boolean timeEach(Story s) {
        int c = s.number(2, 12) * (s.random.nextBoolean() ? 5 : 1);
        String items = s.goods.items();
        s.tell(
                s.say(
                        "It takes " + c + " minutes to clean each " + s.goods.item() + ".",
                        s.owner + " needs " + c + " minutes for each " + s.goods.item() + "."),
                c);
        s.fromHere(RelationKind.TIME_EACH, items)
                .given(MULTIPLY, c, "minutes")
                .gives(
                        "{0} " + items + " with {1} minutes each",
                        "Total minutes",
                        "minutes",
                        "This takes {eq} minutes.",
                        "{0} " + items + " at {1} minutes each take {eq} minutes.",
                        "The total time is {eq} minutes.");
        s.measure = Measure.MINUTES;
        s.unit = "minutes";
        s.question = "How many minutes does this take?";
        return true;
    }

    private static boolean moreMoney(Story s) {
        int c = s.number(5, 500);
        s.tell(
                s.say(
                        s.owner + " already had " + c + " dollars.",
                        "From an aunt " + s.owner + " gets another $" + c + ".",
                        s.owner + " finds " + c + " dollars more."),
                c);
        s.fromHere(RelationKind.MORE, "have")
                .given(ADD, c, "more")
                .gives(
                        "{0} and {1} more",
                        "Total money",
                        "dollars",
                        s.owner + " now has {eq} dollars.",
                        "Adding the {1} dollars gives {eq} dollars.",
                        "That makes {eq} dollars.");
        s.question = "How many dollars does " + s.owner + " have now?";
        return true;
    }

    private static boolean lessMoney(Story s) {
        if (s.amount() < 6) {
            return false;
        }
        int c = s.number(2, Math.min(900, s.amount() - 2));
        s.tell(
                s.say(
                        s.owner + " spends " + c + " dollars on " + s.pick(Wording.PURCHASES) + ".",
                        "Then "
                                + s.owner
                                + " pays $"
                                + c
                                + " for "
                                + s.pick(Wording.PURCHASES)
                                + ".",
                        c + " dollars of it go to a friend."),
                c);
        s.fromHere(RelationKind.LESS, "have")
                .given(SUBTRACT, c, "away")
                .gives(
                        "{1} taken away from {0}",
                        "Money left",
                        "dollars",
                        s.owner + " has {eq} dollars left.",
                        "After paying {1} dollars, {eq} dollars remain.",
                        "This leaves {eq} dollars.");
        s.question = "How many dollars are left?";
        return true;
    }

    private static boolean shareMoney(Story s) {
        List<Integer> possible = divisors(s.amount(), 2, 20);
        if (possible.isEmpty() || s.amount() < 10) {
            return false;
        }
        int c = s.pick(possible);
        s.tell(
                s.say(
                        "The money is split equally among " + c + " friends.",
                        c + " friends share the money equally."),
                c);
        s.fromHere(RelationKind.SHARE, "have")
                .given(DIVIDE, c, "friends")
                .gives(
                        "{0} shared by {1} friends",
                        "Money per friend",
                        "dollars",
                        "Each friend gets {eq} dollars.",
                        "Dividing by {1} gives {eq} dollars per friend.",
                        "So one friend receives {eq} dollars.");
        s.question = "How many dollars does each friend get?";
        s.measure = Measure.END;
        return true;
    }

    private static boolean cents(Story s) {
        s.fromHere(RelationKind.DOLLARS_TO_CENTS, "dollars")
                .constant(MULTIPLY, 100, true)
                .gives(
                        "{0} dollars of 100 cents",
                        "Number of cents",
                        "cents",
                        "In cents this is {eq} cents.",
                        "A dollar has {1} cents, so this is {eq} cents.",
                        "{0} dollars is {eq} cents.");
        s.question = "How many cents is that?";
        s.measure = Measure.END;
        return true;
    }

    private static boolean hours(Story s) {
        if (s.amount() % 60 != 0) {
            return false;
        }
        s.fromHere(RelationKind.MINUTES_TO_HOURS, "minutes")
                .constant(DIVIDE, 60, true)
                .gives(
                        "{0} minutes with 60 to an hour",
                        "Number of hours",
                        "hours",
                        "In hours this is {eq} hours.",
                        "An hour has {1} minutes, so this is {eq} hours.",
                        "{0} minutes is {eq} hours.");
        s.question = "How many hours is that?";
        s.measure = Measure.END;
        return true;
    }

    private static boolean lessMinutes(Story s) {
        if (s.amount() < 30) {
            return false;
        }
        int c = s.number(1, s.amount() / 10) * 5;
        s.tell(
                s.say(
                        "A friend saves " + s.owner + " " + c + " minutes of this.",
                        s.owner + " has done " + c + " minutes of it already."),
                c);
        s.fromHere(RelationKind.LESS, "minutes")
                .given(SUBTRACT, c, "away")
                .gives(
                        "{1} taken away from {0}",
                        "Minutes left",
                        "minutes",
                        "There are {eq} minutes left.",
                        "Taking away {1} leaves {eq} minutes.",
                        "The time is now {eq} minutes.");
        s.question = "How many minutes are left?";
        return true;
    }

    private static boolean pieces(Story s) {
        List<Integer> possible = divisors(s.amount(), 2, 250);
        if (possible.isEmpty()) {
            return false;
        }
        int c = s.pick(possible);
        if (c == s.amount()) {
            return false;
        }
        String unit = s.unit;
        s.tell(
                s.say(
                        s.owner + " makes equal parts of " + c + " " + unit + " each.",
                        "It is divided into parts of " + c + " " + unit + "."),
                c);
        s.fromHere(RelationKind.SHARE, unit)
                .given(DIVIDE, c, "part")
                .gives(
                        "{0} " + unit + " in parts of {1}",
                        "Number of parts",
                        "parts",
                        "There are {eq} parts.",
                        "Dividing by {1} gives {eq} parts.",
                        s.owner + " gets {eq} parts.");
        s.question = "How many parts are there?";
        s.measure = Measure.END;
        return true;
    }

    private static boolean cut(Story s) {
        if (s.amount() < 20) {
            return false;
        }
        int c = s.number(2, s.amount() / 2);
        String unit = s.unit;
        s.tell(
                s.say(
                        s.owner + " takes " + c + " " + unit + " of it.",
                        "Then " + c + " " + unit + " are used."),
                c);
        s.fromHere(RelationKind.LESS, "have")
                .given(SUBTRACT, c, "away")
                .gives(
                        "{1} taken away from {0}",
                        Story.capital(unit) + " left",
                        unit,
                        "There are {eq} " + unit + " left.",
                        "Taking away {1} leaves {eq} " + unit + ".",
                        "So {eq} " + unit + " remain.");
        s.question = "How many " + unit + " are left?";
        return true;
    }
}
