package org.prmscope.plot;

/// Text of models and data sets made safe for HTML and SVG, in content and in quoted attributes.
///
/// Nothing in the result can open or close a tag, an attribute, a comment or a CDATA section.
/// Characters that markup cannot carry, or that change how others are read, are made visible.
public final class MarkupText {
    private static final int PICTURES = 0x2400;
    private static final int PICTURE_OF_DELETE = 0x2421;

    private MarkupText() {}

    /// The text with `&`, `<`, `>`, both quotes and the grave accent as references, control
    /// characters as their pictures (`␀`), and lone surrogates, non-characters and marks that turn
    /// the direction of text as `‹U+202E›`. Tabs and ends of lines stay.
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.replace("\r\n", "\n").codePoints().forEach(codePoint -> append(escaped, codePoint));
        return escaped.toString();
    }

    private static void append(StringBuilder to, int codePoint) {
        switch (codePoint) {
            case '&' -> to.append("&amp;");
            case '<' -> to.append("&lt;");
            case '>' -> to.append("&gt;");
            case '"' -> to.append("&quot;");
            case '\'' -> to.append("&#39;");
            case '`' -> to.append("&#96;");
            case '\t', '\n' -> to.append((char) codePoint);
            case '\r' -> to.append('\n');
            case 0x7f -> to.append((char) PICTURE_OF_DELETE);
            default -> {
                if (codePoint < ' ') {
                    to.append((char) (PICTURES + codePoint));
                } else if (isHidden(codePoint)) {
                    to.append("‹U+%04X›".formatted(codePoint));
                } else {
                    to.appendCodePoint(codePoint);
                }
            }
        }
    }

    /// Whether a character cannot be in markup, or is not seen but changes what is.
    private static boolean isHidden(int codePoint) {
        boolean isC1 = codePoint >= 0x80 && codePoint <= 0x9f;
        boolean isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
        boolean isNonCharacter =
                (codePoint & 0xfffe) == 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef);
        boolean isDirection =
                codePoint == 0x061c
                        || (codePoint >= 0x200b && codePoint <= 0x200f)
                        || (codePoint >= 0x2028 && codePoint <= 0x202e)
                        || (codePoint >= 0x2060 && codePoint <= 0x206f)
                        || codePoint == 0xfeff
                        || (codePoint >= 0xe0000 && codePoint <= 0xe007f);
        return isC1 || isSurrogate || isNonCharacter || isDirection;
    }
}
