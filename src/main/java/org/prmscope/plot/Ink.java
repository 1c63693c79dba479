package org.prmscope.plot;

import java.util.Locale;

/// What a shape is coloured as; a [Palette] or a style sheet says how that looks.
public enum Ink {
    PAPER,
    TEXT,
    MUTED,
    GRID,
    AXIS,
    RUN_A,
    RUN_B,
    RUN_C,
    RUN_D,
    GOLD,
    NEUTRAL;

    /// Its name in style sheets, such as `run-a`.
    public String cssName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
