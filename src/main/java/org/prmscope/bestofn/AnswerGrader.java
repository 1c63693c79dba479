package org.prmscope.bestofn;

import org.prmscope.bestofn.Sameness.Kind;

import java.util.HashMap;
import java.util.Map;

/// Compares answers as texts: first their letters, then as mathematics. Each pair is worked out
/// once. Not thread-safe.
public final class AnswerGrader {
    private final AnswerComparison comparison;
    private final Map<String, Read> known = new HashMap<>();
    private final Map<String, Sameness> compared = new HashMap<>();

    /// An answer that was read, or why it cannot be.
    private sealed interface Read {
        record Good(Answer answer) implements Read {}

        record Bad(String reason) implements Read {}
    }

    /// @param algebra is asked where exact arithmetic is not enough
    public AnswerGrader(Algebra algebra) {
        comparison = new AnswerComparison(algebra);
    }

    /// Whether two answers are the same. The order of the two makes no difference.
    public Sameness compare(String one, String two) {
        String a = one.strip();
        String b = two.strip();
        if (a.equals(b)) {
            return new Sameness(Kind.SAME, "the same letters");
        }
        boolean swapped = a.compareTo(b) > 0;
        String first = swapped ? b : a;
        String second = swapped ? a : b;
        String key = first.length() + ":" + first + second;
        Sameness cached = compared.get(key);
        if (cached == null) {
            cached = work(first, second);
            compared.put(key, cached);
        }
        return cached;
    }

    private Sameness work(String one, String two) {
        Read a = known.computeIfAbsent(one, AnswerGrader::read);
        Read b = known.computeIfAbsent(two, AnswerGrader::read);
        if (a instanceof Read.Good(Answer first) && b instanceof Read.Good(Answer second)) {
            return words(one, first, two, second);
        }
        String reason =
                a instanceof Read.Bad(String why)
                        ? unread(one, why)
                        : b instanceof Read.Bad(String why) ? unread(two, why) : "";
        return Sameness.undecided(reason);
    }

    /// Where one answer is words, the other is taken as words as well: `C` is `\text{(C)}`.
    private Sameness words(String one, Answer first, String two, Answer second) {
        boolean mixed = first instanceof Answer.Words ^ second instanceof Answer.Words;
        if (!mixed) {
            return comparison.compare(first, second);
        }
        String a = plain(one, first);
        String b = plain(two, second);
        if (a.equals(b)) {
            return new Sameness(Kind.SAME, "the same words");
        }
        boolean digits =
                (first instanceof Answer.Words(String words) && hasDigit(words))
                        || (second instanceof Answer.Words(String others) && hasDigit(others));
        return digits
                ? Sameness.undecided("words and numbers are mixed")
                : Sameness.different("other words");
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }

    private static String plain(String text, Answer answer) {
        return answer instanceof Answer.Words(String words)
                ? words
                : AnswerParser.words(text.replaceAll("\\\\[A-Za-z]+|[{}$\\\\]", " ")).words();
    }

    private static Read read(String text) {
        try {
            return new Read.Good(AnswerParser.parse(text));
        } catch (Unreadable e) {
            return new Read.Bad(e.reason());
        } catch (ArithmeticException e) {
            return new Read.Bad(String.valueOf(e.getMessage()));
        }
    }

    private static String unread(String text, String reason) {
        String shown = text.length() <= 60 ? text : text.substring(0, 57) + "...";
        return "\"%s\" cannot be read: %s".formatted(shown.replace('\n', ' '), reason);
    }
}
