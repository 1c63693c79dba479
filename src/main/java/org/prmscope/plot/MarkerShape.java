package org.prmscope.plot;

/// The shape of a point.
public enum MarkerShape {
    CIRCLE,
    SQUARE,
    DIAMOND,
    TRIANGLE,
    CROSS;

    /// Another shape, unlike this one where both are small; comes back to it after all others.
    MarkerShape next() {
        return switch (this) {
            case CIRCLE -> DIAMOND;
            case DIAMOND -> CROSS;
            case CROSS -> SQUARE;
            case SQUARE -> TRIANGLE;
            case TRIANGLE -> CIRCLE;
        };
    }
}
