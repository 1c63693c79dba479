package org.prmscope.synthesis;

import static org.prmscope.synthesis.Operation.ADD;
import static org.prmscope.synthesis.Operation.DIVIDE;
import static org.prmscope.synthesis.Operation.MULTIPLY;
import static org.prmscope.synthesis.Operation.SUBTRACT;

import org.prmscope.synthesis.Story.Measure;

import java.util.List;

/// Continuations of a story about money, time, length or weight.
final class MeasureContinuations {

    private MeasureContinuations() {}

    static boolean moreMoney(Story s) {
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

    static boolean lessMoney(Story s) {
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

    static boolean shareMoney(Story s) {
        List<Integer> possible = Continuations.divisors(s.amount(), 2, 20);
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

    static boolean cents(Story s) {
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

    static boolean hours(Story s) {
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

    static boolean lessMinutes(Story s) {
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

    static boolean pieces(Story s) {
        List<Integer> possible = Continuations.divisors(s.amount(), 2, 250);
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

    static boolean cut(Story s) {
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
