package org.prmscope.ui.fx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Breaks tokens into visual lines on a grid of monospaced columns.
///
/// A line breaks before a word (tokens up to the next one that begins with white space) that does
/// not fit; a word longer than a line breaks between tokens, a token longer than a line within.
/// Pure and linear in the number of characters.
public final class TokenLayout {
    /// A stretch of one token on one line.
    ///
    /// @param token index in the list that was laid out
    /// @param column where it begins, from 0
    /// @param columns how wide it is
    /// @param text what to draw there; shorter than `columns` where characters are wide
    public record Cell(int token, int column, int columns, String text) {
        int endColumn() {
            return column + columns;
        }
    }

    private final List<List<Cell>> lines;
    private final int[] firstLine;

    private TokenLayout(List<List<Cell>> lines, int[] firstLine) {
        this.lines = lines;
        this.firstLine = firstLine;
    }

    /// Lays out the tokens' texts; a line feed in a token shows as [#NEWLINE] and ends the line.
    ///
    /// @param columns how many columns fit on a line; at least 1
    public static TokenLayout of(List<String> tokens, int columns) {
        Breaker breaker = new Breaker(Math.max(columns, 1), tokens.size());
        int from = 0;
        while (from < tokens.size()) {
            int to = from + 1;
            while (to < tokens.size() && !beginsWithSpace(tokens.get(to))) {
                to++;
            }
            breaker.word(tokens, from, to);
            from = to;
        }
        return new TokenLayout(breaker.finished(), breaker.firstLine);
    }

    /// Stands for a line feed, one column wide.
    public static final char NEWLINE = '\n';

    public int lineCount() {
        return lines.size();
    }

    /// The cells of a line from left to right; never overlapping.
    public List<Cell> line(int line) {
        return lines.get(line);
    }

    /// The line on which a token begins.
    public int lineOf(int token) {
        return firstLine[token];
    }

    public int tokenCount() {
        return firstLine.length;
    }

    /// The token at a place, or -1 where there is none.
    public int tokenAt(int line, int column) {
        if (line < 0 || line >= lines.size()) {
            return -1;
        }
        for (Cell cell : lines.get(line)) {
            if (column >= cell.column() && column < cell.endColumn()) {
                return cell.token();
            }
        }
        return -1;
    }

    /// The token one line further down (`by` 1) or up (-1) nearest to a token's column.
    public int vertical(int token, int by) {
        int line = firstLine[token];
        int column =
                lines.get(line).stream()
                        .filter(cell -> cell.token() == token)
                        .mapToInt(Cell::column)
                        .findFirst()
                        .orElse(0);
        int target = line;
        do {
            target += by;
            if (target < 0 || target >= lines.size()) {
                return token;
            }
        } while (lines.get(target).isEmpty());
        List<Cell> cells = lines.get(target);
        Cell nearest = cells.getFirst();
        for (Cell cell : cells) {
            if (cell.column() <= column) {
                nearest = cell;
            }
        }
        return nearest.token();
    }

    /// How many columns a character takes: 2 for East Asian wide ones and emoji, else 1.
    static int columns(int codePoint) {
        boolean wide =
                (codePoint >= 0x1100 && codePoint <= 0x115f)
                        || (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
                        || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
                        || (codePoint >= 0xf900 && codePoint <= 0xfaff)
                        || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
                        || (codePoint >= 0xff00 && codePoint <= 0xff60)
                        || (codePoint >= 0x1f300 && codePoint <= 0x1faff)
                        || (codePoint >= 0x20000 && codePoint <= 0x3fffd);
        return wide ? 2 : 1;
    }

    private static boolean beginsWithSpace(String token) {
        return !token.isEmpty() && Character.isWhitespace(token.charAt(0));
    }

    /// The line being filled.
    private static final class Breaker {
        private final int width;
        private final int[] firstLine;
        private final List<List<Cell>> lines = new ArrayList<>();
        private List<Cell> line = new ArrayList<>();
        private int column;

        Breaker(int width, int tokens) {
            this.width = width;
            firstLine = new int[tokens];
            Arrays.fill(firstLine, -1);
        }

        void word(List<String> tokens, int from, int to) {
            int needed = 0;
            for (int token = from; token < to && needed <= width; token++) {
                String text = tokens.get(token);
                int feed = text.indexOf(NEWLINE);
                needed += width(feed < 0 ? text : text.substring(0, feed + 1));
                if (feed >= 0) {
                    break;
                }
            }
            if (column > 0 && column + needed > width && needed <= width) {
                breakLine();
            }
            for (int token = from; token < to; token++) {
                place(token, tokens.get(token));
            }
        }

        private void place(int token, String text) {
            if (column > 0 && column + width(text) > width && width(text) <= width) {
                breakLine();
            }
            firstLine[token] = lines.size();
            StringBuilder piece = new StringBuilder();
            int pieceColumns = 0;
            for (int at = 0; at < text.length(); ) {
                int codePoint = text.codePointAt(at);
                int columns = columns(codePoint);
                if (column + pieceColumns + columns > width && column + pieceColumns > 0) {
                    add(token, piece, pieceColumns);
                    pieceColumns = 0;
                    if (at == 0) {
                        firstLine[token] = lines.size() + 1;
                    }
                    breakLine();
                }
                piece.appendCodePoint(codePoint);
                pieceColumns += columns;
                at += Character.charCount(codePoint);
                if (codePoint == NEWLINE) {
                    add(token, piece, pieceColumns);
                    pieceColumns = 0;
                    breakLine();
                }
            }
            add(token, piece, pieceColumns);
        }

        private void add(int token, StringBuilder piece, int columns) {
            if (columns > 0) {
                line.add(new Cell(token, column, columns, piece.toString()));
                column += columns;
                piece.setLength(0);
            }
        }

        private void breakLine() {
            lines.add(line);
            line = new ArrayList<>();
            column = 0;
        }

        List<List<Cell>> finished() {
            if (!line.isEmpty() || lines.isEmpty()) {
                lines.add(line);
            }
            for (int token = 0; token < firstLine.length; token++) {
                firstLine[token] = Math.clamp(firstLine[token], 0, lines.size() - 1);
            }
            return lines;
        }

        private static int width(String text) {
            return text.codePoints().map(TokenLayout::columns).sum();
        }
    }
}
