package org.prmscope.bestofn;

import java.util.ArrayList;
import java.util.List;

/// Reads one expression from tokens by recursive descent. Juxtaposition multiplies; a whole number
/// before a proper fraction of digits is a mixed number.
final class TermParser {
    private static final int DEEPEST = 60;

    private final List<LatexToken> tokens;
    private int at;
    private int depth;
    private int bars;

    private TermParser(List<LatexToken> tokens) {
        this.tokens = tokens;
    }

    /// @throws Unreadable if the tokens are no expression, or one too deeply nested
    static Term parse(List<LatexToken> tokens) throws Unreadable {
        TermParser parser = new TermParser(tokens);
        if (tokens.isEmpty()) {
            throw new Unreadable("nothing where an expression should be");
        }
        Term term = parser.sum();
        if (parser.at < tokens.size()) {
            throw new Unreadable("'%s' out of place".formatted(tokens.get(parser.at).text()));
        }
        return term;
    }

    private boolean isAt(String mark) {
        return at < tokens.size() && tokens.get(at).is(mark);
    }

    private boolean take(String mark) {
        boolean there = isAt(mark);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String mark) throws Unreadable {
        if (!take(mark)) {
            throw new Unreadable(
                    at < tokens.size()
                            ? "'%s' where '%s' should be".formatted(tokens.get(at).text(), mark)
                            : "it ends where '%s' should be".formatted(mark));
        }
    }

    private Term sum() throws Unreadable {
        if (++depth > DEEPEST) {
            throw new Unreadable("nested deeper than " + DEEPEST);
        }
        List<Term> parts = new ArrayList<>();
        boolean minus = sign();
        parts.add(minus ? Term.negative(product()) : product());
        while (isAt("+") || isAt("-")) {
            boolean negative = sign();
            Term part = product();
            parts.add(negative ? Term.negative(part) : part);
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Term.Sum(parts);
    }

    /// Takes signs in a row; whether they come to a minus.
    private boolean sign() {
        boolean minus = false;
        while (isAt("+") || isAt("-")) {
            minus ^= isAt("-");
            at++;
        }
        return minus;
    }

    private Term product() throws Unreadable {
        Term product = factor();
        while (true) {
            if (take("*")) {
                product = times(product, signedFactor());
            } else if (take("/")) {
                product = new Term.Division(product, signedFactor());
            } else if (startsFactor()) {
                product = times(product, factor());
            } else {
                return product;
            }
        }
    }

    private Term signedFactor() throws Unreadable {
        boolean minus = sign();
        Term factor = factor();
        return minus ? Term.negative(factor) : factor;
    }

    private static Term times(Term left, Term right) {
        List<Term> factors = new ArrayList<>();
        if (left instanceof Term.Product(List<Term> some)) {
            factors.addAll(some);
        } else {
            factors.add(left);
        }
        factors.add(right);
        return new Term.Product(factors);
    }

    private boolean startsFactor() {
        if (at >= tokens.size()) {
            return false;
        }
        LatexToken next = tokens.get(at);
        if (next.is("|")) {
            return bars == 0;
        }
        return switch (next.kind()) {
            case NUMBER, SYMBOL -> true;
            case TEXT -> false;
            case MARK -> next.is("(") || next.is("[") || next.is("{");
            case COMMAND ->
                    next.is("frac")
                            || next.is("sqrt")
                            || next.is("binom")
                            || next.is("lfloor")
                            || next.is("lceil")
                            || LatexTokens.FUNCTIONS.contains(next.text());
        };
    }

    private Term factor() throws Unreadable {
        if (++depth > DEEPEST) {
            throw new Unreadable("nested deeper than " + DEEPEST);
        }
        Term base = base();
        while (true) {
            if (take("!")) {
                base = new Term.Call("factorial", List.of(base));
            } else if (take("^")) {
                base = new Term.Power(base, argument());
            } else {
                depth--;
                return base;
            }
        }
    }

    /// What a `^`, `_` or a command takes: a group in braces, or one character; of a number that is
    /// its first digit, as TeX reads it.
    private Term argument() throws Unreadable {
        if (++depth > DEEPEST) {
            throw new Unreadable("nested deeper than " + DEEPEST);
        }
        Term argument;
        if (take("{")) {
            argument = sum();
            expect("}");
        } else if (isAt("-")) {
            // No TeX, but what people write: x^-1.
            at++;
            argument = Term.negative(argument());
        } else if (at < tokens.size() && tokens.get(at).kind() == LatexToken.Kind.NUMBER) {
            argument = digit();
        } else {
            argument = base();
        }
        depth--;
        return argument;
    }

    private Term digit() {
        String digits = tokens.get(at).text();
        if (digits.length() == 1 || !Character.isDigit(digits.charAt(0))) {
            at++;
            return number(digits);
        }
        tokens.set(at, new LatexToken(LatexToken.Kind.NUMBER, digits.substring(1)));
        return number(digits.substring(0, 1));
    }

    private static Term number(String digits) {
        int slash = digits.indexOf('/');
        return new Term.Constant(
                slash < 0
                        ? Ratio.ofDecimal(digits)
                        : Ratio.ofDecimal(digits.substring(0, slash))
                                .times(Ratio.ofDecimal(digits.substring(slash + 1)).inverse()));
    }

    private Term base() throws Unreadable {
        if (at >= tokens.size()) {
            throw new Unreadable("it ends where an expression should be");
        }
        LatexToken token = tokens.get(at++);
        return switch (token.kind()) {
            case NUMBER -> mixed(token.text());
            case SYMBOL -> symbol(token.text());
            case TEXT -> throw new Unreadable("text inside mathematics: " + shown(token.text()));
            case MARK -> marked(token.text());
            case COMMAND -> command(token.text());
        };
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }

    /// A number, together with a proper fraction right behind it.
    private Term mixed(String digits) throws Unreadable {
        Term whole = number(digits);
        if (!digits.chars().allMatch(Character::isDigit) || !isAt("frac")) {
            return whole;
        }
        int before = at;
        at++;
        Term above = argument();
        Term below = argument();
        if (above instanceof Term.Constant(Ratio a)
                && below instanceof Term.Constant(Ratio b)
                && a.isWhole()
                && b.isWhole()
                && a.numerator().signum() > 0
                && a.numerator().compareTo(b.numerator()) < 0) {
            return new Term.Sum(List.of(whole, new Term.Division(above, below)));
        }
        if (before + 1 < tokens.size() && at > before) {
            return times(whole, new Term.Division(above, below));
        }
        return whole;
    }

    private Term symbol(String name) throws Unreadable {
        if (!take("_")) {
            return new Term.Symbol(name);
        }
        if (take("{")) {
            StringBuilder index = new StringBuilder();
            while (at < tokens.size() && !isAt("}")) {
                index.append(tokens.get(at++).text());
            }
            expect("}");
            return new Term.Symbol(name + "_" + index);
        }
        if (at >= tokens.size()) {
            throw new Unreadable("an index that is missing");
        }
        return new Term.Symbol(name + "_" + tokens.get(at++).text());
    }

    private Term marked(String mark) throws Unreadable {
        return switch (mark) {
            case "(", "[" -> {
                int outer = bars;
                bars = 0;
                Term inside = sum();
                bars = outer;
                expect(mark.equals("(") ? ")" : "]");
                yield inside;
            }
            case "{" -> {
                Term inside = sum();
                expect("}");
                yield inside;
            }
            case "|" -> absolute();
            default -> throw new Unreadable("'%s' out of place".formatted(mark));
        };
    }

    private Term absolute() throws Unreadable {
        bars++;
        Term inside = sum();
        bars--;
        expect("|");
        return new Term.Call("abs", List.of(inside));
    }

    private Term command(String name) throws Unreadable {
        return switch (name) {
            case "frac" -> {
                Term above = argument();
                yield new Term.Division(above, argument());
            }
            case "binom" -> {
                Term above = argument();
                yield new Term.Call("binom", List.of(above, argument()));
            }
            case "sqrt" -> root();
            case "|" -> absolute();
            case "lfloor", "lceil" -> {
                Term inside = sum();
                expect(name.equals("lfloor") ? "rfloor" : "rceil");
                yield new Term.Call(name.substring(1), List.of(inside));
            }
            default -> {
                if (!LatexTokens.FUNCTIONS.contains(name)) {
                    throw new Unreadable("\\" + shown(name) + " is not known here");
                }
                yield function(name);
            }
        };
    }

    private Term root() throws Unreadable {
        Term degree = new Term.Constant(Ratio.of(2));
        if (take("[")) {
            degree = sum();
            expect("]");
        }
        return Term.root(argument(), degree);
    }

    private Term function(String name) throws Unreadable {
        List<Term> arguments = new ArrayList<>();
        Term power = null;
        while (isAt("^") || isAt("_")) {
            boolean isPower = take("^");
            if (!isPower) {
                at++;
            }
            Term argument = argument();
            if (isPower) {
                power = argument;
            } else {
                arguments.add(argument);
            }
        }
        arguments.add(functionArgument());
        if (power instanceof Term.Product) {
            throw new Unreadable("\\%s with a negative power may mean two things".formatted(name));
        }
        Term call = new Term.Call(name, arguments);
        return power == null ? call : new Term.Power(call, power);
    }

    /// A group in brackets, or the factors up to the next sign: `\sin 2x` is the sine of 2x.
    private Term functionArgument() throws Unreadable {
        if (isAt("(") || isAt("{")) {
            return factor();
        }
        boolean minus = sign();
        Term argument = factor();
        while (startsFactor()
                && !isAt("(")
                && !isAt("[")
                && !LatexTokens.FUNCTIONS.contains(tokens.get(at).text())) {
            argument = times(argument, factor());
        }
        return minus ? Term.negative(argument) : argument;
    }
}
