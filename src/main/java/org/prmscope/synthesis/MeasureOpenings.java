package org.prmscope.synthesis;

import static org.prmscope.synthesis.Operation.ADD;
import static org.prmscope.synthesis.Operation.MULTIPLY;

import org.prmscope.synthesis.Story.Measure;

/// Openings of stories about money, time, length and weight.
final class MeasureOpenings {
    private MeasureOpenings() {}

    static void wage(Story s) {
        int pay = s.number(8, 40);
        int hours = s.number(2, 10);
        int days = s.number(2, 30);
        s.tell(
                s.say(
                        s.owner
                                + " earns "
                                + pay
                                + " dollars an hour and works "
                                + hours
                                + " hours a day for "
                                + days
                                + " days.",
                        s.owner
                                + " works "
                                + hours
                                + " hours a day for "
                                + days
                                + " days. The pay is $"
                                + pay
                                + " per hour."),
                pay,
                hours,
                days);
        s.fromGiven(RelationKind.RATE, hours, "hours")
                .given(MULTIPLY, days, "days")
                .gives(
                        "{0} hours a day for {1} days",
                        "Total hours",
                        "hours",
                        s.owner + " works {eq} hours.",
                        "The total time is {eq} hours.",
                        "In {1} days with {0} hours each, " + s.owner + " works {eq} hours.");
        s.fromHere(RelationKind.RATE, "hours")
                .given(MULTIPLY, pay, "pay")
                .gives(
                        "{0} hours at {1} dollars an hour",
                        "Total pay",
                        "dollars",
                        s.owner + " earns {eq} dollars.",
                        "The pay is {eq} dollars.",
                        "At {1} dollars an hour, {0} hours give {eq} dollars.");
        money(s, "How many dollars does " + s.owner + " earn?");
    }

    static void savings(Story s) {
        int saved = s.number(5, 250);
        int years = s.number(2, 6);
        s.tell(
                s.say(
                        s.owner
                                + " saves "
                                + saved
                                + " dollars every month for "
                                + years
                                + " years.",
                        "Each month "
                                + s.owner
                                + " puts $"
                                + saved
                                + " in the bank and does so for "
                                + years
                                + " years."),
                saved,
                years);
        s.fromGiven(RelationKind.YEARS_TO_MONTHS, years, "years")
                .constant(MULTIPLY, 12, true)
                .gives(
                        "{0} years of 12 months",
                        "Number of months",
                        "months",
                        "There are {eq} months in {0} years.",
                        "{0} years is {eq} months.",
                        "A year has {1} months, so this lasts {eq} months.");
        s.fromHere(RelationKind.RATE, "months")
                .given(MULTIPLY, saved, "saved")
                .gives(
                        "{0} months with {1} dollars a month",
                        "Total savings",
                        "dollars",
                        s.owner + " saves {eq} dollars.",
                        "At {1} dollars a month, that is {eq} dollars.",
                        "The savings are {eq} dollars.");
        money(s, "How many dollars does " + s.owner + " save?");
    }

    static void purchase(Story s) {
        Wording.Goods second = s.pick(Wording.GOODS);
        while (second.equals(s.goods)) {
            second = s.pick(Wording.GOODS);
        }
        int a = s.number(2, 40);
        int p = s.number(2, 25);
        int b = s.number(2, 40);
        int q = s.number(2, 25);
        String one = s.goods.items();
        String two = second.items();
        s.tell(
                s.say(
                        s.owner
                                + " buys "
                                + a
                                + " "
                                + one
                                + " for "
                                + p
                                + " dollars each and "
                                + b
                                + " "
                                + two
                                + " for "
                                + q
                                + " dollars each.",
                        s.owner
                                + " sells "
                                + a
                                + " "
                                + one
                                + " at $"
                                + p
                                + " each and "
                                + b
                                + " "
                                + two
                                + " at $"
                                + q
                                + " each."),
                a,
                p,
                b,
                q);
        price(s, a, p, one);
        price(s, b, q, two);
        int last = s.relations.size() - 1;
        s.fromResult(RelationKind.TOGETHER, last - 1, "first")
                .result(ADD, last, "second")
                .gives(
                        "{0} dollars and {1} dollars together",
                        "Total cost",
                        "dollars",
                        "The total is {eq} dollars.",
                        "Together this is {eq} dollars.",
                        "Adding both gives {eq} dollars.");
        money(s, "How many dollars is that in total?");
    }

    private static void price(Story s, int count, int each, String items) {
        s.fromGiven(RelationKind.PRICE, count, items)
                .given(MULTIPLY, each, "price")
                .gives(
                        "{0} " + items + " at {1} dollars each",
                        "Cost of " + items,
                        "dollars",
                        "The " + items + " cost {eq} dollars.",
                        "{0} " + items + " at {1} dollars each are {eq} dollars.",
                        "For the " + items + " this is {eq} dollars.");
    }

    private static void money(Story s, String question) {
        s.measure = Measure.DOLLARS;
        s.unit = "dollars";
        s.question = question;
    }

    static void rope(Story s) {
        boolean metric = s.random.nextBoolean();
        int a = s.number(2, 40);
        int factor = metric ? 100 : 12;
        String big = metric ? "meters" : "feet";
        String small = metric ? "centimeters" : "inches";
        String thing = s.say("rope", "ribbon", "board", "wire");
        s.tell(
                s.say(
                        s.owner + " has a " + thing + " that is " + a + " " + big + " long.",
                        "A " + thing + " of " + a + " " + big + " belongs to " + s.owner + "."),
                a);
        s.fromGiven(
                        metric ? RelationKind.METERS_TO_CENTIMETERS : RelationKind.FEET_TO_INCHES,
                        a,
                        big)
                .constant(MULTIPLY, factor, true)
                .gives(
                        "{0} " + big + " of " + factor + " " + small,
                        "Length",
                        small,
                        "The " + thing + " is {eq} " + small + " long.",
                        "{0} " + big + " is {eq} " + small + ".",
                        "In " + small + " the length is {eq}.");
        s.measure = Measure.LENGTH;
        s.unit = small;
        s.question = "How many " + small + " long is the " + thing + "?";
    }

    static void weight(Story s) {
        int a = s.number(2, 30);
        String food = s.say("rice", "flour", "sugar", "salt");
        s.tell(
                s.say(
                        s.owner + " has " + a + " kilograms of " + food + ".",
                        "A sack of "
                                + food
                                + " weighs "
                                + a
                                + " kilograms. "
                                + s.owner
                                + " carries it home."),
                a);
        s.fromGiven(RelationKind.KILOGRAMS_TO_GRAMS, a, "kilograms")
                .constant(MULTIPLY, 1000, true)
                .gives(
                        "{0} kilograms of 1000 grams",
                        "Weight",
                        "grams",
                        "The " + food + " weighs {eq} grams.",
                        "{0} kilograms is {eq} grams.",
                        "A kilogram has {1} grams, so the weight is {eq} grams.");
        s.measure = Measure.LENGTH;
        s.unit = "grams";
        s.question = "How many grams is that?";
    }

    static void practice(Story s) {
        int minutes = s.number(2, 20) * 5;
        int weeks = s.number(2, 9);
        String verb = s.say("practises", "reads", "walks", "swims");
        s.tell(
                s.say(
                        s.owner
                                + " "
                                + verb
                                + " "
                                + minutes
                                + " minutes every day for "
                                + weeks
                                + " weeks.",
                        "For "
                                + weeks
                                + " weeks "
                                + s.owner
                                + " "
                                + verb
                                + " for "
                                + minutes
                                + " minutes a day."),
                minutes,
                weeks);
        s.fromGiven(RelationKind.WEEKS_TO_DAYS, weeks, "weeks")
                .constant(MULTIPLY, 7, true)
                .gives(
                        "{0} weeks of 7 days",
                        "Number of days",
                        "days",
                        "There are {eq} days in {0} weeks.",
                        "{0} weeks is {eq} days.",
                        "A week has {1} days, so this goes on for {eq} days.");
        s.fromHere(RelationKind.RATE, "days")
                .given(MULTIPLY, minutes, "minutes")
                .gives(
                        "{0} days with {1} minutes a day",
                        "Total minutes",
                        "minutes",
                        s.owner + " " + verb + " {eq} minutes.",
                        "At {1} minutes a day, that is {eq} minutes.",
                        "Over {0} days this is {eq} minutes.");
        s.measure = Measure.MINUTES;
        s.unit = "minutes";
        s.question = "How many minutes is that in total?";
    }
}
