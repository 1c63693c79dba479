package org.prmscope.bestofn;

import java.util.List;
import java.util.stream.Collectors;

/// Writes a term as JSON for an [Algebra].
final class TermJson {
    private TermJson() {}

    static String of(Term term) {
        return switch (term) {
            case Term.Constant(Ratio value) ->
                    array(
                            "number",
                            quoted(value.numerator() + ""),
                            quoted(value.denominator() + ""));
            case Term.Symbol(String name) -> array("symbol", quoted(name));
            case Term.Sum(List<Term> parts) -> array("sum", all(parts));
            case Term.Product(List<Term> factors) -> array("product", all(factors));
            case Term.Division(Term above, Term below) -> array("division", of(above), of(below));
            case Term.Power(Term base, Term exponent) -> array("power", of(base), of(exponent));
            case Term.Call(String name, List<Term> arguments) ->
                    array("call", quoted(name), all(arguments));
        };
    }

    private static String all(List<Term> terms) {
        return terms.stream().map(TermJson::of).collect(Collectors.joining(","));
    }

    private static String array(String kind, String... parts) {
        return "[" + quoted(kind) + "," + String.join(",", parts) + "]";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < 127 && c != '"' && c != '\\';
            quoted.append(plain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        return quoted.append('"').toString();
    }
}
