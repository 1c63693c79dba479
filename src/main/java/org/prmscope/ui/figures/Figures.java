package org.prmscope.ui.figures;

import java.util.Locale;

/// Writes numbers the way every region of the window shows them.
///
/// Always with a point and ASCII digits, so that a figure in a screenshot reads the same
/// everywhere.
public final class Figures {
    /// Stands for "there is none".
    public static final String DASH = "–";

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private Figures() {}

    /// A probability 0..1 with two decimals; values that would round to 0 or 1 say so.
    public static String probability(double probability) {
        if (probability > 0 && probability < 0.005) {
            return "<0.01";
        }
        if (probability < 1 && probability >= 0.995) {
            return ">0.99";
        }
        return String.format(Locale.ROOT, "%.2f", probability);
    }

    /// A logit or log-probability with two decimals.
    public static String score(double score) {
        String text = String.format(Locale.ROOT, "%.2f", score);
        return text.equals("-0.00") ? "0.00" : text;
    }

    /// Bytes in binary units, such as `412 MiB`.
    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        if (bytes < MIB) {
            return String.format(Locale.ROOT, "%d KiB", Math.round(bytes / (double) KIB));
        }
        if (bytes < 10 * MIB) {
            return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MIB);
        }
        if (bytes < GIB) {
            return String.format(Locale.ROOT, "%d MiB", Math.round(bytes / (double) MIB));
        }
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB);
    }

    /// A part of a whole in the unit of the whole, such as `0.2/4.0 GiB`.
    public static String bytesOf(long part, long whole) {
        if (whole >= GIB) {
            return String.format(
                    Locale.ROOT, "%.1f/%.1f GiB", part / (double) GIB, whole / (double) GIB);
        }
        return String.format(
                Locale.ROOT, "%.0f/%.0f MiB", part / (double) MIB, whole / (double) MIB);
    }

    /// Milliseconds as `31 ms`, `4.2 s` or `1:20`.
    public static String duration(double ms) {
        if (ms < 1_000) {
            return Math.round(ms) + " ms";
        }
        if (ms < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1_000);
        }
        return clock(ms);
    }

    /// Milliseconds as minutes and seconds, `1:20`, with hours when there are any.
    public static String clock(double ms) {
        long seconds = Math.round(ms / 1_000);
        long hours = seconds / 3_600;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /// A count with thousands separated by commas, such as `12,345`.
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// A count with its noun, such as `1 row` or `3 rows`.
    public static String count(long count, String noun) {
        return count(count) + " " + (count == 1 ? noun : noun + "s");
    }

    /// Parameters as `2.9M` or `7.6B`.
    public static String parameters(long parameters) {
        if (parameters < 1_000_000) {
            return String.format(Locale.ROOT, "%.0fK", parameters / 1e3);
        }
        if (parameters < 1_000_000_000) {
            return String.format(Locale.ROOT, "%.1fM", parameters / 1e6);
        }
        return String.format(Locale.ROOT, "%.1fB", parameters / 1e9);
    }

    /// A setting as a person would type it: `0.6`, and `1` rather than `1.0`.
    public static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// A step's number for a person: steps count from 1 in the window.
    public static String step(int stepFromZero) {
        return Integer.toString(stepFromZero + 1);
    }
}
