package org.prmscope.plot;

/// The shape of a point.
public enum MarkerShape {
    CIRCLE,
    SQUARE,
    DIAMOND,
    TRIANGLE,
    CROSS
}
