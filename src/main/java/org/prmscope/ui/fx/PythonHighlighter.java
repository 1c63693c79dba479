package org.prmscope.ui.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Splits Python source into coloured spans, in linear time and without running or checking it.
///
/// Any text gives spans; an unfinished string ends at its line, an unfinished triple-quoted one at
/// the end of the text.
public final class PythonHighlighter {
    private static final Set<String> KEYWORDS =
            Set.of(
                    """
                    False None True and as assert async await break class continue def del elif else
                    except finally for from global if import in is lambda nonlocal not or pass raise
                    return try while with yield match case
                    """
                            .strip()
                            .split("\\s+"));
    private static final Set<String> BUILTINS =
            Set.of(
                    """
                    abs all any bin bool chr complex dict divmod enumerate filter float format
                    frozenset hasattr hex input int isinstance iter len list map max min next object
                    oct open ord pow print range repr reversed round set slice sorted str sum tuple
                    type zip Exception ValueError TypeError ZeroDivisionError
                    """
                            .strip()
                            .split("\\s+"));

    private final String source;
    private final List<Span> spans = new ArrayList<>();
    private int at;
    private String lastWord = "";

    /// What a stretch of source is.
    public enum Kind {
        PLAIN("plain"),
        KEYWORD("keyword"),
        BUILTIN("builtin"),
        NUMBER("number"),
        STRING("string"),
        COMMENT("comment"),
        /// The name after `def` or `class`.
        DEFINITION("definition"),
        DECORATOR("decorator");

        private final String styleClass;

        Kind(String styleClass) {
            this.styleClass = "code-" + styleClass;
        }

        /// The style class of a run of text, such as `code-keyword`.
        public String styleClass() {
            return styleClass;
        }
    }

    /// `length` characters of one kind.
    public record Span(Kind kind, int length) {}

    private PythonHighlighter(String source) {
        this.source = source;
    }

    /// The spans of a source in order; their lengths add up to the source's.
    public static List<Span> highlight(String source) {
        return new PythonHighlighter(source).run();
    }

    private List<Span> run() {
        while (at < source.length()) {
            int start = at;
            Kind kind = next();
            add(kind, at - start);
        }
        return List.copyOf(spans);
    }

    /// Reads one token from `at` on and moves past it.
    private Kind next() {
        char c = source.charAt(at);
        if (c == '#') {
            skipLine();
            return Kind.COMMENT;
        }
        if (c == '"' || c == '\'') {
            skipString(c);
            return Kind.STRING;
        }
        if (isDigit(c)
                || (c == '.' && at + 1 < source.length() && isDigit(source.charAt(at + 1)))) {
            skipNumber();
            return Kind.NUMBER;
        }
        if (c == '@' && startsLine()) {
            at++;
            skipWord();
            return Kind.DECORATOR;
        }
        if (Character.isJavaIdentifierStart(c)) {
            return word();
        }
        at++;
        return Kind.PLAIN;
    }

    private Kind word() {
        int start = at;
        skipWord();
        String word = source.substring(start, at);
        boolean attribute = start > 0 && source.charAt(start - 1) == '.';
        String before = lastWord;
        lastWord = word;
        if (at < source.length()
                && (source.charAt(at) == '"' || source.charAt(at) == '\'')
                && word.matches("(?i)[rbfu]{1,2}")) {
            skipString(source.charAt(at));
            return Kind.STRING;
        }
        if (before.equals("def") || before.equals("class")) {
            return Kind.DEFINITION;
        }
        if (KEYWORDS.contains(word) && !attribute) {
            return Kind.KEYWORD;
        }
        return BUILTINS.contains(word) && !attribute ? Kind.BUILTIN : Kind.PLAIN;
    }

    private void skipLine() {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
    }

    private void skipWord() {
        while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
            at++;
        }
    }

    private void skipNumber() {
        while (at < source.length()) {
            char c = source.charAt(at);
            boolean exponentSign =
                    (c == '+' || c == '-') && Character.toLowerCase(source.charAt(at - 1)) == 'e';
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !exponentSign) {
                return;
            }
            at++;
        }
    }

    private void skipString(char quote) {
        String triple = String.valueOf(quote).repeat(3);
        boolean isTriple = source.startsWith(triple, at);
        at += isTriple ? 3 : 1;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\\') {
                at = Math.min(at + 2, source.length());
            } else if (isTriple ? source.startsWith(triple, at) : c == quote) {
                at += isTriple ? 3 : 1;
                return;
            } else if (c == '\n' && !isTriple) {
                return;
            } else {
                at++;
            }
        }
    }

    /// True if only blanks stand before `at` on its line.
    private boolean startsLine() {
        int before = at - 1;
        while (before >= 0 && source.charAt(before) == ' ') {
            before--;
        }
        return before < 0 || source.charAt(before) == '\n';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void add(Kind kind, int length) {
        if (!spans.isEmpty() && spans.getLast().kind() == kind) {
            Span last = spans.removeLast();
            spans.add(new Span(kind, last.length() + length));
        } else {
            spans.add(new Span(kind, length));
        }
    }
}
