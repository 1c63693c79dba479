package org.prmscope.synthesis.filter;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.QuotedList;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.LoopRule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Filters as one line of text: a name and, after a colon, fields divided by commas.
///
/// ```
/// process
/// process:later=ignore,answer=ignore
/// outcome:gold=answer
/// consensus:share=0.5
/// format:code=any
/// length:max=4096
/// loop:repeats=3,tokens=96
/// source:is=ProcessBench
/// per-solution:max=1
/// per-position:max=20
/// balance:ratio=1.5
/// ```
///
/// [#of(Filter)] writes every field, so that what it wrote reads back as the same filter.
public final class FilterText {
    private static final int LONGEST = 4_096;

    private final String text;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();

    private FilterText(String text) {
        this.text = text;
    }

    /// Writes a filter.
    public static String of(Filter filter) {
        String fields =
                switch (filter) {
                    case ProcessFilter(boolean later, boolean answer) ->
                            "later=%s,answer=%s".formatted(compared(later), compared(answer));
                    case OutcomeFilter(OutcomeFilter.Gold gold) -> "gold=" + word(gold);
                    case FormatFilter(boolean tags, FormatFilter.Code code, boolean boxes) ->
                            "tags=%s,code=%s,boxes=%s".formatted(tags, word(code), boxes);
                    case LengthFilter(int min, int max) -> "min=%d,max=%d".formatted(min, max);
                    case LoopFilter(LoopRule rule) ->
                            "min=%d,max=%d,repeats=%d,tokens=%d"
                                    .formatted(
                                            rule.minPeriod(),
                                            rule.maxPeriod(),
                                            rule.minRepeats(),
                                            rule.minTokens());
                    case SourceFilter(List<String> sources) ->
                            String.join(
                                    ",",
                                    sources.stream()
                                            .map(one -> "is=" + QuotedList.quoted(one))
                                            .toList());
                    case ConsensusFilter(double share) -> "share=" + number(share);
                    case Cap.OfSolution(int max) -> "max=" + max;
                    case Cap.OfPosition(int max) -> "max=" + max;
                    case Cap.OfLabel(double ratio) -> "ratio=" + number(ratio);
                };
        return filter.name() + ":" + fields;
    }

    /// Reads a filter.
    ///
    /// @throws WorkbenchException if the text cannot be read; the report names the field
    public static Filter parse(String text) throws WorkbenchException {
        return new FilterText(text.strip()).parse();
    }

    private Filter parse() throws WorkbenchException {
        if (text.length() > LONGEST) {
            throw bad("", "at most " + LONGEST + " characters", text.length() + "");
        }
        int colon = text.indexOf(':');
        String name =
                (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        if (colon >= 0) {
            split(text.substring(colon + 1));
        }
        try {
            return switch (name) {
                case "process" -> {
                    known("later", "answer");
                    yield new ProcessFilter(compares("later"), compares("answer"));
                }
                case "outcome" -> {
                    known("gold");
                    yield new OutcomeFilter(
                            constant("gold", OutcomeFilter.Gold.class, OutcomeFilter.Gold.LABELS));
                }
                case "consensus" -> {
                    known("share");
                    yield new ConsensusFilter(real("share", 1));
                }
                case "format" -> {
                    known("tags", "code", "boxes");
                    yield new FormatFilter(
                            truth("tags"),
                            constant("code", FormatFilter.Code.class, FormatFilter.Code.RAN),
                            truth("boxes"));
                }
                case "length" -> {
                    known("min", "max");
                    yield new LengthFilter(whole("min", 0), whole("max", null));
                }
                case "loop" -> {
                    known("min", "max", "repeats", "tokens");
                    LoopRule usual = LoopRule.DEFAULT;
                    yield new LoopFilter(
                            new LoopRule(
                                    whole("min", usual.minPeriod()),
                                    whole("max", usual.maxPeriod()),
                                    whole("repeats", usual.minRepeats()),
                                    whole("tokens", usual.minTokens())));
                }
                case "source" -> {
                    known("is");
                    yield new SourceFilter(fields.getOrDefault("is", List.of()));
                }
                case "per-solution" -> {
                    known("max");
                    yield new Cap.OfSolution(whole("max", null));
                }
                case "per-position" -> {
                    known("max");
                    yield new Cap.OfPosition(whole("max", null));
                }
                case "balance" -> {
                    known("ratio");
                    yield new Cap.OfLabel(real("ratio", 1));
                }
                default ->
                        throw bad(
                                "",
                                "one of process, outcome, consensus, format, length, loop, source,"
                                        + " per-solution, per-position, balance",
                                shown(name));
            };
        } catch (IllegalArgumentException e) {
            throw bad("", String.valueOf(e.getMessage()), "");
        }
    }

    private void split(String list) throws WorkbenchException {
        List<String> parts =
                QuotedList.parts(list)
                        .orElseThrow(() -> bad("", "a closing quote", "the end of the text"));
        for (String one : parts) {
            add(one);
        }
    }

    private void add(String part) throws WorkbenchException {
        int equals = part.indexOf('=');
        String key =
                (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        if (equals < 0) {
            throw bad("field " + key, key + "=VALUE", shown(part.strip()));
        }
        List<String> values = fields.computeIfAbsent(key, _ -> new ArrayList<>());
        if (!values.isEmpty() && !key.equals("is")) {
            throw bad("field " + key, "it once", "it twice");
        }
        values.add(QuotedList.unquoted(part.substring(equals + 1).strip()));
    }

    private void known(String... names) throws WorkbenchException {
        Set<String> allowed = Set.of(names);
        for (String key : fields.keySet()) {
            if (!allowed.contains(key)) {
                throw bad("field " + key, "one of " + String.join(", ", names), shown(key));
            }
        }
    }

    private @Nullable String value(String key) {
        List<String> values = fields.get(key);
        return values == null ? null : values.getFirst();
    }

    private boolean compares(String key) throws WorkbenchException {
        String value = value(key);
        if (value == null || value.equals("compare")) {
            return true;
        }
        if (value.equals("ignore")) {
            return false;
        }
        throw bad("field " + key, "compare or ignore", shown(value));
    }

    private boolean truth(String key) throws WorkbenchException {
        String value = value(key);
        if (value == null || value.equals("true")) {
            return true;
        }
        if (value.equals("false")) {
            return false;
        }
        throw bad("field " + key, "true or false", shown(value));
    }

    private <E extends Enum<E>> E constant(String key, Class<E> type, E usual)
            throws WorkbenchException {
        String value = value(key);
        if (value == null) {
            return usual;
        }
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(value)) {
                return constant;
            }
        }
        throw bad(
                "field " + key,
                "one of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(FilterText::word)
                                        .toList()),
                shown(value));
    }

    private int whole(String key, @Nullable Integer usual) throws WorkbenchException {
        String value = value(key);
        if (value == null) {
            if (usual == null) {
                throw bad("field " + key, key + "=N", "nothing");
            }
            return usual;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw bad("field " + key, "a whole number", shown(value));
        }
    }

    private double real(String key, double usual) throws WorkbenchException {
        String value = value(key);
        if (value == null) {
            return usual;
        }
        try {
            return new BigDecimal(value).doubleValue();
        } catch (NumberFormatException e) {
            throw bad("field " + key, "a number", shown(value));
        }
    }

    /// A number without a needless `.0`.
    static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static String compared(boolean compares) {
        return compares ? "compare" : "ignore";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(String value) {
        return value.isEmpty()
                ? "nothing"
                : value.length() > 40 ? value.substring(0, 40) + "..." : value;
    }

    private WorkbenchException bad(String field, String expected, String found) {
        String where = field.isEmpty() ? shown(text) : "%s of %s".formatted(field, shown(text));
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The filter cannot be understood",
                        where,
                        expected,
                        found,
                        "Filters are written as process, length:max=4096 or balance:ratio=1."));
    }
}
