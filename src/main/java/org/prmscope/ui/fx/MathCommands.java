package org.prmscope.ui.fx;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decides which LaTeX may reach the drawing library, and adapts what that library spells
/// differently.
///
/// Models write the formulas, so they are hostile: definitions could recurse, `\includegraphics`
/// reads files, scaling and repetition commands blow up. Only macros on the list pass; commands
/// that are no macros are symbols and cannot do anything.
final class MathCommands {
    static final int LONGEST = 2000;
    static final int DEEPEST = 24;

    private static final Pattern COMMAND = Pattern.compile("\\\\(?:([a-zA-Z]+)|.)");
    private static final Pattern DROPPED =
            Pattern.compile("\\\\(?:nonumber|notag|label\\{[^{}]*}|tag\\*?\\{[^{}]*})(?![a-zA-Z])");
    private static final Pattern STARRED =
            Pattern.compile("\\\\(begin|end)\\{(align|gather|multline|eqnarray|flalign)\\*}");
    private static final Pattern EQUATION =
            Pattern.compile("\\\\(?:begin|end)\\{(?:equation\\*?|math|displaymath)}");
    private static final Pattern PERCENT = Pattern.compile("(?<!\\\\)%");
    private static final Pattern VERT = Pattern.compile("\\\\[lr]vert(?![a-zA-Z])");
    private static final Pattern DOUBLE_VERT = Pattern.compile("\\\\[lr]Vert(?![a-zA-Z])");
    private static final Pattern REPEATED_COLUMNS = Pattern.compile("\\*\\s*\\{");

    private static final Set<String> MACROS =
            Set.of(
                    """
                    Bbb Big Bigg Biggl Biggr Bigl Bigr Bmatrix Bra Braket H Join Ket Set Vmatrix
                    acute align alignat aligned alignedat approxcolon array atop bar begin bf big
                    bigg biggl biggr bigl bigr binom bmatrix bold boldsymbol boxed brace brack breve
                    cal cases cfrac check choose clap colonequals cong copyright cr dbinom ddddot
                    dddot ddot ddots degree dfrac displaystyle dot doteq end eqnarray equalscolon
                    fbox flalign frac frak gather gathered genfrac grave hat hline hphantom hspace
                    idotsint iiiint iiint iint int it joinrel large left limits llap longdiv mathbb
                    mathbf mathbin mathcal mathclap mathclose mathds mathfrak mathinner mathit
                    mathllap mathnormal mathop mathopen mathord mathpunct mathrel mathring mathrlap
                    mathrm mathscr mathsf mathtt matrix mbox medspace middle mod multline nbsp
                    negmedspace negthickspace negthinspace nolimits normal normalsize oint
                    operatorname over overbrace overbrack overleftarrow overleftrightarrow overline
                    overparen overrightarrow overset phantom pmatrix pmod pod prescript qquad quad
                    questeq ratio rlap rm scriptscriptstyle scriptsize scriptstyle sf sfrac sideset
                    small smallmatrix smash split sqrt stackrel st substack surd tbinom text textbf
                    textcircled textit textrm textsc textsf textstyle textsubscript textsuperscript
                    texttt tfrac thickspace thinspace tilde tiny tt underbrace underbrack
                    underleftarrow underleftrightarrow underline underparen underrightarrow
                    underscore underset vdots vec vmatrix vphantom widehat widetilde xleftarrow
                    xrightarrow
                    """
                            .strip()
                            .split("\\s+"));

    private MathCommands() {}

    /// The LaTeX to draw, or empty if it must not be drawn.
    ///
    /// @param isMacro whether the drawing library knows a command as a macro
    static Optional<String> prepare(String latex, Predicate<String> isMacro) {
        boolean readable = latex.length() <= LONGEST && latex.indexOf('#') < 0;
        if (!readable || !nestsWell(latex)) {
            return Optional.empty();
        }
        String adapted = DROPPED.matcher(latex).replaceAll("");
        adapted = STARRED.matcher(adapted).replaceAll("\\\\$1{$2}");
        adapted = EQUATION.matcher(adapted).replaceAll("");
        adapted = PERCENT.matcher(adapted).replaceAll("\\\\%");
        adapted = VERT.matcher(adapted).replaceAll("|");
        adapted = DOUBLE_VERT.matcher(adapted).replaceAll("\\\\|");
        if (adapted.contains("{array}") && REPEATED_COLUMNS.matcher(adapted).find()) {
            return Optional.empty();
        }
        Matcher commands = COMMAND.matcher(adapted);
        while (commands.find()) {
            String name = commands.group(1);
            if (name != null && isMacro.test(name) && !MACROS.contains(name)) {
                return Optional.empty();
            }
        }
        return adapted.isBlank() ? Optional.empty() : Optional.of(adapted);
    }

    /// True if braces match and braces and delimiters nest no deeper than allowed; the drawing
    /// library itself would guess what an unclosed brace means.
    private static boolean nestsWell(String latex) {
        int braces = 0;
        int delimiters = 0;
        for (int at = 0; at < latex.length(); at++) {
            char c = latex.charAt(at);
            if (c == '\\') {
                if (isCommand(latex, at, "\\left")) {
                    delimiters++;
                } else if (isCommand(latex, at, "\\right")) {
                    delimiters--;
                }
                at++;
            } else if (c == '{') {
                braces++;
            } else if (c == '}') {
                braces--;
            }
            if (braces < 0 || braces + delimiters > DEEPEST) {
                return false;
            }
        }
        return braces == 0;
    }

    private static boolean isCommand(String latex, int at, String command) {
        int end = at + command.length();
        return latex.startsWith(command, at)
                && (end == latex.length() || !Character.isLetter(latex.charAt(end)));
    }
}
