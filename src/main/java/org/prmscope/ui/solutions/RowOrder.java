package org.prmscope.ui.solutions;

import org.prmscope.core.FirstError;

import java.util.Comparator;

/// How each column of the table sorts.
///
/// First errors sort by step, then "none", then "unknown"; rows without a figure come last, so that
/// ascending order always opens with something to read.
public final class RowOrder {
    private RowOrder() {}

    /// Ids with their digit runs compared as numbers: `gsm8k-2` before `gsm8k-10`.
    public static final Comparator<String> BY_ID = RowOrder::compareIds;

    /// Gold's or a predicted first error.
    public static int rank(FirstError error) {
        return switch (error) {
            case FirstError.At(int step) -> step;
            case FirstError.None() -> Integer.MAX_VALUE - 1;
            case FirstError.Unknown() -> Integer.MAX_VALUE;
        };
    }

    /// Where a row stands in its run, from not begun to done.
    public static int rank(RowState state) {
        return switch (state) {
            case NOT_RUN -> 0;
            case QUEUED -> 1;
            case RUNNING -> 2;
            case DONE -> 3;
            case FAILED -> 4;
        };
    }

    private static int compareIds(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            if (isDigit(left.charAt(i)) && isDigit(right.charAt(j))) {
                int iEnd = digitsEnd(left, i);
                int jEnd = digitsEnd(right, j);
                int order = compareDigits(left.substring(i, iEnd), right.substring(j, jEnd));
                if (order != 0) {
                    return order;
                }
                i = iEnd;
                j = jEnd;
            } else if (left.charAt(i) != right.charAt(j)) {
                return Character.compare(left.charAt(i), right.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        int rest = Integer.compare(left.length() - i, right.length() - j);
        return rest != 0 ? rest : left.compareTo(right);
    }

    private static int compareDigits(String left, String right) {
        String a = withoutLeadingZeros(left);
        String b = withoutLeadingZeros(right);
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
