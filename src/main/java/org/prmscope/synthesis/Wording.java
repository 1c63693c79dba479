package org.prmscope.synthesis;

import java.util.List;

/// The words that problems are made of.
final class Wording {
    static final List<String> PEOPLE =
            List.of(
                    "Tom", "Mia", "Sam", "Anna", "Ben", "Lucy", "Jack", "Emma", "Leo", "Nina",
                    "Omar", "Sara", "Paul", "Rosa", "Max", "Ella", "Ivan", "Kate", "Noah", "Lily",
                    "Adam", "Zoe", "Carl", "Dana", "Eric", "Fay", "Greg", "Hana", "Ian", "Jill",
                    "Ken", "Lena", "Mark", "Nora", "Oscar", "Priya", "Ravi", "Sue", "Tara", "Uma",
                    "Victor", "Wendy", "Yusuf", "Alice", "Brian", "Chloe", "David", "Elena",
                    "Frank", "Grace");

    /// A container, its plural, what it holds, and the plural of that.
    record Goods(String box, String boxes, String item, String items) {}

    static final List<Goods> GOODS =
            List.of(
                    new Goods("box", "boxes", "pen", "pens"),
                    new Goods("bag", "bags", "marble", "marbles"),
                    new Goods("pack", "packs", "card", "cards"),
                    new Goods("basket", "baskets", "apple", "apples"),
                    new Goods("shelf", "shelves", "book", "books"),
                    new Goods("tray", "trays", "cookie", "cookies"),
                    new Goods("crate", "crates", "orange", "oranges"),
                    new Goods("jar", "jars", "candy", "candies"),
                    new Goods("row", "rows", "chair", "chairs"),
                    new Goods("album", "albums", "sticker", "stickers"),
                    new Goods("carton", "cartons", "egg", "eggs"),
                    new Goods("vase", "vases", "flower", "flowers"),
                    new Goods("roll", "rolls", "stamp", "stamps"),
                    new Goods("bucket", "buckets", "shell", "shells"),
                    new Goods("case", "cases", "bottle", "bottles"),
                    new Goods("bundle", "bundles", "stick", "sticks"),
                    new Goods("folder", "folders", "photo", "photos"),
                    new Goods("sack", "sacks", "potato", "potatoes"),
                    new Goods("tank", "tanks", "fish", "fish"),
                    new Goods("drawer", "drawers", "button", "buttons"),
                    new Goods("page", "pages", "picture", "pictures"),
                    new Goods("table", "tables", "plate", "plates"),
                    new Goods("string", "strings", "bead", "beads"),
                    new Goods("bed", "beds", "plant", "plants"),
                    new Goods("truck", "trucks", "tire", "tires"),
                    new Goods("stack", "stacks", "coin", "coins"));

    static final List<String> COLOURS =
            List.of(
                    "red", "blue", "green", "yellow", "white", "black", "small", "large", "old",
                    "new");

    static final List<String> PURCHASES =
            List.of("a book", "a toy", "a shirt", "lunch", "a ticket", "a gift", "shoes", "a game");

    static final List<String> TIMES_WORDS =
            List.of("twice", "three times", "four times", "five times", "six times");

    private static final List<String> PARTS =
            List.of("", "", "half", "third", "fourth", "fifth", "sixth", "", "eighth", "", "tenth");

    private static final List<String> COUNTS =
            List.of("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    private Wording() {}

    /// A fraction in words, such as `two fifths`.
    static String fraction(int numerator, int denominator) {
        if (denominator == 2) {
            return "half";
        }
        String part = PARTS.get(denominator);
        return COUNTS.get(numerator) + " " + part + (numerator == 1 ? "" : "s");
    }
}
