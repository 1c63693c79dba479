package org.prmscope.plot;

/// How a bar is filled.
public enum BarPattern {
    SOLID,
    HOLLOW,
    LEVEL_STRIPES,
    UPRIGHT_STRIPES
}
