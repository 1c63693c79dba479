package org.prmscope.plot;

/// What a text is, which decides its size and weight.
public enum FontRole {
    TITLE(1, true),
    LABEL(0.85, false),
    TICK(0.85, false),
    NOTE(0.85, false);

    private final double em;
    private final boolean isStrong;

    FontRole(double em, boolean isStrong) {
        this.em = em;
        this.isStrong = isStrong;
    }

    /// Its size as a share of the plot's font size.
    public double em() {
        return em;
    }

    public boolean isStrong() {
        return isStrong;
    }
}
