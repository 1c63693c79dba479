package org.prmscope.diagnostics;

/// The score interval of a share (Wilson, Probable inference, the law of succession, and
/// statistical inference, JASA 22, 1927; recommended for small n by Brown, Cai and DasGupta,
/// Statistical Science 16, 2001). Unlike the normal approximation it never leaves 0..1 and is not
/// empty at 0 and 1.
public final class Wilson {
    /// The 97.5th percentile of the standard normal distribution.
    private static final double Z = 1.959963984540054;

    private Wilson() {}

    /// The 95 % interval.
    ///
    /// @param part how many of `whole`, 0..whole
    /// @param whole at least 1
    public static Estimate.Interval interval(int part, int whole) {
        double n = whole;
        double share = part / n;
        double z2 = Z * Z / n;
        double centre = share + z2 / 2;
        double half = Z * Math.sqrt((share * (1 - share) + z2 / 4) / n);
        return new Estimate.Interval(
                part == 0 ? 0 : Math.max(0, (centre - half) / (1 + z2)),
                part == whole ? 1 : Math.min(1, (centre + half) / (1 + z2)));
    }

    /// A share with its interval; not defined over nothing.
    public static Estimate estimate(int part, int whole) {
        return whole == 0
                ? new Estimate(null, 0, null)
                : new Estimate((double) part / whole, whole, interval(part, whole));
    }
}
