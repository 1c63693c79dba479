package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeMode;
import org.prmscope.core.Protocol;
import org.prmscope.core.QuotedList;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Sampling;
import org.prmscope.core.Scaling;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A run written as one line of text: its kind, a colon, and fields divided by commas.
///
/// ```
/// parallel:k=8
/// sequential:r=4,t=0.6,seed=3,budget=8192
/// mixed:k=4,r=2,protocol=thinkprm,trigger="Wait, let me check",trigger=Did I miss something?
/// single:mode=analyze
/// ```
///
/// What a text leaves out is taken from another configuration. [#text(RunConfiguration)] writes
/// every field, so that what it wrote reads back the same whatever it is laid over; only the limits
/// of code checks are not in it.
public final class RunSpec {
    /// The fields in the order in which they are written.
    private static final List<String> FIELDS =
            List.of(
                    "k",
                    "r",
                    "budget",
                    "protocol",
                    "mode",
                    "t",
                    "topp",
                    "topk",
                    "tokens",
                    "code",
                    "all",
                    "dt",
                    "seed",
                    "trigger");

    private static final int LONGEST = 4_096;

    private final String text;
    private final RunConfiguration base;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();

    private RunSpec(String text, RunConfiguration base) {
        this.text = text;
        this.base = base;
    }

    /// Reads a run.
    ///
    /// @param base what the fields that are not in the text are taken from; its scaling counts only
    ///   for its triggers and its budget
    /// @throws WorkbenchException if the text cannot be read; the report names the field
    public static RunConfiguration parse(String text, RunConfiguration base)
            throws WorkbenchException {
        return new RunSpec(text.strip(), base).parse();
    }

    /// Whether a text has a budget of its own.
    ///
    /// @throws WorkbenchException if the text cannot be read
    public static boolean hasBudget(String text) throws WorkbenchException {
        RunSpec spec = new RunSpec(text.strip(), RunConfiguration.of(Protocol.GENPRM));
        spec.split();
        return spec.fields.containsKey("budget");
    }

    private RunConfiguration parse() throws WorkbenchException {
        Scaling.Kind kind = split();
        Protocol protocol = one("protocol", Protocol.class, base.protocol());
        int tokens =
                protocol == base.protocol()
                        ? base.maxTokens()
                        : RunConfiguration.of(protocol).maxTokens();
        Sampling sampling = base.sampling();
        double temperature = number("t", 0, 100, sampling.temperature());
        double topP = number("topp", Double.MIN_VALUE, 1, sampling.topP());
        return new RunConfiguration(
                protocol,
                mode(),
                new Sampling(temperature, topP, whole("topk", 0, sampling.topK())),
                whole("tokens", 1, tokens),
                whole("code", 0, base.maxCodeRounds()),
                !truth("all", !base.stopAtFirstError()),
                number("dt", Double.MIN_VALUE, 1e6, base.decisionTemperature()),
                base.codeLimits(),
                scaling(kind),
                seed());
    }

    /// Cuts the text into its fields and returns the kind.
    private Scaling.Kind split() throws WorkbenchException {
        if (text.length() > LONGEST) {
            throw bad("", "at most " + LONGEST + " characters", text.length() + "", "");
        }
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        Scaling.Kind kind = null;
        for (Scaling.Kind each : Scaling.Kind.values()) {
            kind = name(each).equals(name.toLowerCase(Locale.ROOT)) ? each : kind;
        }
        if (kind == null) {
            throw bad(
                    "",
                    "single, parallel, sequential or mixed before the colon",
                    shown(name),
                    "Write a run as parallel:k=8, sequential:r=4 or mixed:k=4,r=2.");
        }
        if (colon >= 0) {
            for (String part : parts(text.substring(colon + 1))) {
                addField(part);
            }
        }
        return kind;
    }

    private void addField(String part) throws WorkbenchException {
        int equals = part.indexOf('=');
        String key =
                (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        if (!FIELDS.contains(key)) {
            throw bad(
                    key.isEmpty() ? "" : "field " + shown(key),
                    "one of " + String.join(", ", FIELDS),
                    shown(part.strip()),
                    "");
        }
        if (equals < 0) {
            throw bad("field " + key, key + "=VALUE", shown(part.strip()), "");
        }
        List<String> values = fields.computeIfAbsent(key, _ -> new ArrayList<>());
        if (!values.isEmpty() && !key.equals("trigger")) {
            throw bad("field " + key, "it once", "it twice", "");
        }
        values.add(QuotedList.unquoted(part.substring(equals + 1).strip()));
    }

    private List<String> parts(String list) throws WorkbenchException {
        return QuotedList.parts(list)
                .orElseThrow(() -> bad("", "a closing quote", "the end of the text", ""));
    }

    private Scaling scaling(Scaling.Kind kind) throws WorkbenchException {
        boolean parallel = kind == Scaling.Kind.PARALLEL || kind == Scaling.Kind.MIXED;
        boolean sequential = kind == Scaling.Kind.SEQUENTIAL || kind == Scaling.Kind.MIXED;
        int chains = count("k", parallel, Scaling.MAX_CHAINS, kind);
        int rounds = count("r", sequential, Scaling.MAX_ROUNDS, kind);
        List<String> triggers = fields.getOrDefault("trigger", base.scaling().triggers());
        if (triggers.stream().anyMatch(String::isBlank)) {
            throw bad("field trigger", "a phrase", "nothing", "");
        }
        Integer budget = base.scaling().budget();
        String ownBudget = first("budget");
        if (ownBudget != null && ownBudget.equalsIgnoreCase("none")) {
            budget = null;
        } else if (ownBudget != null) {
            budget = whole("budget", 1, 0);
        }
        if (budget != null && budget < chains * rounds) {
            throw bad(
                    "field budget",
                    "at least %d tokens, one for each of %d chains of %d rounds"
                            .formatted(chains * rounds, chains, rounds),
                    budget.toString(),
                    "");
        }
        return new Scaling(chains, rounds, triggers, budget);
    }

    private int count(String key, boolean wanted, int most, Scaling.Kind kind)
            throws WorkbenchException {
        String value = first(key);
        if (!wanted) {
            if (value != null) {
                throw bad(
                        "field " + key,
                        "no such field in a " + name(kind) + " run",
                        shown(value),
                        "Write mixed:k=4,r=2 for chains of several rounds.");
            }
            return 1;
        }
        if (value == null) {
            throw bad(
                    "field " + key,
                    "%s=1..%d in a %s run".formatted(key, most, name(kind)),
                    "nothing",
                    "");
        }
        int count = whole(key, 1, 1);
        if (count > most) {
            throw bad("field " + key, "a whole number 1.." + most, shown(value), "");
        }
        return count;
    }

    private CodeMode mode() throws WorkbenchException {
        String value = first("mode");
        if (value == null) {
            return base.codeMode();
        }
        for (CodeMode mode : CodeMode.values()) {
            if (name(mode).equals(value)) {
                return mode;
            }
        }
        throw bad("field mode", "analyze, verify or execute", shown(value), "");
    }

    /// How a code mode is written here and on the command line.
    private static String name(CodeMode mode) {
        return switch (mode) {
            case ANALYZE_ONLY -> "analyze";
            case WITHOUT_EXECUTION -> "verify";
            case WITH_EXECUTION -> "execute";
        };
    }

    private static String name(Scaling.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private <E extends Enum<E>> E one(String key, Class<E> type, E otherwise)
            throws WorkbenchException {
        String value = first(key);
        if (value == null) {
            return otherwise;
        }
        List<String> names = new ArrayList<>();
        for (E each : type.getEnumConstants()) {
            names.add(each.name().toLowerCase(Locale.ROOT));
            if (names.getLast().equals(value.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw bad("field " + key, String.join(" or ", names), shown(value), "");
    }

    private long seed() throws WorkbenchException {
        String value = first("seed");
        try {
            return value == null ? base.seed() : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw bad("field seed", "a whole number of 64 bits", shown(value), "");
        }
    }

    private int whole(String key, int least, int otherwise) throws WorkbenchException {
        String value = first(key);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        throw bad("field " + key, "a whole number from " + least, shown(value), "");
    }

    private double number(String key, double least, double most, double otherwise)
            throws WorkbenchException {
        String value = first(key);
        if (value == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        String range = least > 0 ? "more than 0, at most " : "0 to ";
        throw bad(
                "field " + key,
                "a number, %s%s".formatted(range, most == 1e6 ? "1000000" : (int) most),
                shown(value),
                "");
    }

    private boolean truth(String key, boolean otherwise) throws WorkbenchException {
        String value = first(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw bad("field " + key, "true or false", shown(value), "");
        };
    }

    private @Nullable String first(String key) {
        List<String> values = fields.get(key);
        return values == null ? null : values.getFirst();
    }

    private WorkbenchException bad(String field, String expected, String found, String remedy) {
        String where = shown(text) + (field.isEmpty() ? "" : ", " + field);
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The run cannot be understood", where, expected, found, remedy));
    }

    private static String shown(@Nullable String value) {
        String known = value == null ? "" : value;
        String text = known.length() <= 80 ? known : known.substring(0, 77) + "...";
        return known.isEmpty() ? "nothing" : '"' + text + '"';
    }

    /// A configuration with every field, on one line.
    public static String text(RunConfiguration configuration) {
        Scaling scaling = configuration.scaling();
        List<String> parts = new ArrayList<>();
        if (scaling.chains() > 1) {
            parts.add("k=" + scaling.chains());
        }
        if (scaling.rounds() > 1) {
            parts.add("r=" + scaling.rounds());
        }
        parts.add("budget=" + (scaling.budget() == null ? "none" : scaling.budget()));
        parts.add("protocol=" + configuration.protocol().name().toLowerCase(Locale.ROOT));
        parts.add("mode=" + name(configuration.codeMode()));
        parts.add("t=" + configuration.sampling().temperature());
        parts.add("topp=" + configuration.sampling().topP());
        parts.add("topk=" + configuration.sampling().topK());
        parts.add("tokens=" + configuration.maxTokens());
        parts.add("code=" + configuration.maxCodeRounds());
        parts.add("all=" + !configuration.stopAtFirstError());
        parts.add("dt=" + configuration.decisionTemperature());
        parts.add("seed=" + configuration.seed());
        scaling.triggers().forEach(trigger -> parts.add("trigger=" + QuotedList.quoted(trigger)));
        return name(scaling.kind()) + ":" + String.join(",", parts);
    }
}
