package org.prmscope.synthesis;

import static org.prmscope.synthesis.Operation.ADD;
import static org.prmscope.synthesis.Operation.MULTIPLY;

import org.prmscope.synthesis.Story.Measure;

/// The ways a word problem begins, each with the first quantity and its calculations.
final class Openings {
    /// How many openings there are.
    static final int COUNT = 14;

    private Openings() {}

    static void tell(int opening, Story story) {
        switch (opening) {
            case 0, 1 -> groups(story);
            case 2 -> twoKinds(story);
            case 3 -> dozens(story);
            case 4, 5 -> plain(story);
            case 6 -> daily(story);
            case 7 -> machine(story);
            case 8 -> wage(story);
            case 9 -> savings(story);
            case 10 -> purchase(story);
            case 11 -> rope(story);
            case 12 -> weight(story);
            case 13 -> practice(story);
            default -> throw new IllegalArgumentException("no opening " + opening);
        }
    }

    private static void groups(Story s) {
        int a = s.number(2, 60);
        int b = s.number(3, 60);
        String box = s.goods.box();
        String boxes = s.goods.boxes();
        String items = s.goods.items();
        s.tell(
                s.say(
                        s.owner + " has " + a + " " + boxes + " of " + items + ". Each " + box
                                + " holds " + b + " " + items + ".",
                        "There are "
                                + a
                                + " "
                                + boxes
                                + " with "
                                + b
                                + " "
                                + items
                                + " in each "
                                + box
                                + ". They all belong to "
                                + s.owner
                                + ".",
                        s.owner
                                + " buys "
                                + a
                                + " "
                                + boxes
                                + ". Every "
                                + box
                                + " has "
                                + b
                                + " "
                                + items
                                + ".",
                        s.owner
                                + " fills "
                                + a
                                + " "
                                + boxes
                                + " and puts "
                                + b
                                + " "
                                + items
                                + " in each "
                                + box
                                + "."),
                a,
                b);
        s.fromGiven(RelationKind.GROUPS, a, boxes)
                .given(MULTIPLY, b, items)
                .gives(
                        "{0} " + boxes + " with {1} " + items + " each",
                        "Total " + items,
                        items,
                        s.owner + " has {eq} " + items + ".",
                        "The total number of " + items + " is {eq}.",
                        "There are {0} "
                                + boxes
                                + " with {1} "
                                + items
                                + " each, so there are {eq} "
                                + items
                                + ".",
                        "The {0} " + boxes + " hold {eq} " + items + " in total.");
        s.question = "How many " + items + " does " + s.owner + " have in total?";
    }

    private static void twoKinds(Story s) {
        int a = s.number(5, 400);
        int b = s.number(5, 400);
        String one = s.pick(Wording.COLOURS);
        String two = s.pick(Wording.COLOURS);
        while (two.equals(one)) {
            two = s.pick(Wording.COLOURS);
        }
        String items = s.goods.items();
        s.tell(
                s.say(
                        s.owner + " has " + a + " " + one + " " + items + " and " + b + " " + two
                                + " " + items + ".",
                        "There are "
                                + a
                                + " "
                                + one
                                + " "
                                + items
                                + " and "
                                + b
                                + " "
                                + two
                                + " ones in a "
                                + s.goods.box()
                                + ". It belongs to "
                                + s.owner
                                + ".",
                        s.owner
                                + " collects "
                                + a
                                + " "
                                + one
                                + " "
                                + items
                                + ", then "
                                + b
                                + " "
                                + two
                                + " "
                                + items
                                + "."),
                a,
                b);
        s.fromGiven(RelationKind.TWO_KINDS, a, one)
                .given(ADD, b, two)
                .gives(
                        "{0} " + one + " and {1} " + two + " " + items,
                        "Total " + items,
                        items,
                        s.owner + " has {eq} " + items + ".",
                        "Adding the {0} "
                                + one
                                + " and the {1} "
                                + two
                                + " "
                                + items
                                + " gives {eq}.",
                        "Together that makes {eq} " + items + ".");
        s.question = "How many " + items + " does " + s.owner + " have altogether?";
    }

    private static void dozens(Story s) {
        int a = s.number(2, 40);
        String items = s.goods.items();
        s.tell(
                s.say(
                        s.owner + " buys " + a + " dozen " + items + ".",
                        s.owner + " has " + a + " dozen " + items + ".",
                        "A shop sends " + a + " dozen " + items + " to " + s.owner + "."),
                a);
        s.fromGiven(RelationKind.DOZENS, a, "dozens")
                .constant(MULTIPLY, 12, true)
                .gives(
                        "{0} dozen with 12 " + items + " each",
                        "Number of " + items,
                        items,
                        s.owner + " has {eq} " + items + ".",
                        "A dozen is {1}, so {0} dozen is {eq} " + items + ".",
                        "{0} dozen " + items + " are {eq} " + items + ".");
        s.question = "How many " + items + " does " + s.owner + " have?";
    }

    private static void plain(Story s) {
        int a = s.number(12, 600);
        String items = s.goods.items();
        s.sentences.add(
                s.say(
                        s.owner + " has " + a + " " + items + ".",
                        s.owner + " collected " + a + " " + items + ".",
                        "At first " + s.owner + " has " + a + " " + items + ".",
                        "There are " + a + " " + items + " in " + s.owner + "'s shop."));
        s.start(a);
    }

    private static void daily(Story s) {
        int a = s.number(2, 60);
        int weeks = s.number(2, 12);
        String items = s.goods.items();
        String verb = s.say("makes", "sells", "finds", "packs");
        s.tell(
                s.say(
                        s.owner
                                + " "
                                + verb
                                + " "
                                + a
                                + " "
                                + items
                                + " every day for "
                                + weeks
                                + " weeks.",
                        "For "
                                + weeks
                                + " weeks, "
                                + s.owner
                                + " "
                                + verb
                                + " "
                                + a
                                + " "
                                + items
                                + " a day."),
                a,
                weeks);
        s.fromGiven(RelationKind.WEEKS_TO_DAYS, weeks, "weeks")
                .constant(MULTIPLY, 7, true)
                .gives(
                        "{0} weeks of 7 days",
                        "Number of days",
                        "days",
                        "There are {eq} days in {0} weeks.",
                        "{0} weeks is {eq} days.",
                        "A week has {1} days, so this takes {eq} days.");
        s.fromHere(RelationKind.RATE, "days")
                .given(MULTIPLY, a, items)
                .gives(
                        "{0} days with {1} " + items + " a day",
                        "Total " + items,
                        items,
                        s.owner + " " + verb + " {eq} " + items + ".",
                        "At {1} " + items + " a day, that is {eq} " + items + ".",
                        "Over {0} days this makes {eq} " + items + ".");
        s.question = "How many " + items + " is that in total?";
    }

    private static void machine(Story s) {
        int a = s.number(2, 30);
        int hours = s.number(2, 9);
        String items = s.goods.items();
        s.tell(
                s.say(
                        "A machine makes "
                                + a
                                + " "
                                + items
                                + " per minute. It runs for "
                                + hours
                                + " hours in "
                                + s.owner
                                + "'s factory.",
                        s.owner
                                + " has a machine that packs "
                                + a
                                + " "
                                + items
                                + " every minute. It works for "
                                + hours
                                + " hours."),
                a,
                hours);
        s.fromGiven(RelationKind.HOURS_TO_MINUTES, hours, "hours")
                .constant(MULTIPLY, 60, true)
                .gives(
                        "{0} hours of 60 minutes",
                        "Number of minutes",
                        "minutes",
                        "The machine runs for {eq} minutes.",
                        "{0} hours is {eq} minutes.",
                        "An hour has {1} minutes, so it runs {eq} minutes.");
        s.fromHere(RelationKind.RATE, "minutes")
                .given(MULTIPLY, a, items)
                .gives(
                        "{0} minutes with {1} " + items + " a minute",
                        "Total " + items,
                        items,
                        "The machine makes {eq} " + items + ".",
                        "At {1} " + items + " a minute, that is {eq} " + items + ".",
                        "In {0} minutes there are {eq} " + items + ".");
        s.question = "How many " + items + " is that in total?";
    }

    private static void wage(Story s) {
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

    private static void savings(Story s) {
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

    private static void purchase(Story s) {
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

    private static void rope(Story s) {
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

    private static void weight(Story s) {
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

    private static void practice(Story s) {
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
