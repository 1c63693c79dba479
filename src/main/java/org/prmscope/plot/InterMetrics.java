package org.prmscope.plot;

/// The widths of Inter, the program's font, without a toolkit: a plot is laid out the same in a
/// window and in a file. Other fonts that a viewer may fall back to are about as wide.
public final class InterMetrics implements TextMeasurer {
    /// Advance widths of the characters from space to `~`, in thousandths of the size.
    private static final int[] REGULAR = {
        281, 278, 403, 631, 638, 813, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357,
        625, 464, 605, 636, 642, 608, 624, 571, 616, 624, 276, 280, 659, 659, 659, 507,
        936, 676, 651, 727, 719, 598, 587, 743, 740, 264, 543, 652, 563, 889, 753, 761,
        635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469, 452,
        497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597,
        609, 609, 372, 523, 364, 581, 557, 813, 540, 557, 541, 362, 327, 362, 659
    };

    private static final double STRONG = 1.04;
    private static final int IDEOGRAPH = 0x2e80;

    @Override
    public double width(String text, double size, boolean strong) {
        double thousandths = text.codePoints().mapToDouble(InterMetrics::thousandths).sum();
        return thousandths / 1000 * size * (strong ? STRONG : 1);
    }

    private static double thousandths(int codePoint) {
        if (codePoint >= ' ' && codePoint <= '~') {
            return REGULAR[codePoint - ' '];
        }
        return switch (codePoint) {
            case '·' -> 276;
            case '–' -> 500;
            case '…' -> 821;
            default -> codePoint >= IDEOGRAPH ? 1000 : 660;
        };
    }
}
