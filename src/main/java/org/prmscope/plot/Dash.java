package org.prmscope.plot;

import java.util.List;

/// How a line is broken.
public enum Dash {
    SOLID,
    LONG,
    SHORT,
    MIXED;

    /// Drawn and left out in turn, in layout units; empty for an unbroken line.
    public List<Double> lengths() {
        return switch (this) {
            case SOLID -> List.of();
            case LONG -> List.of(7.0, 3.0);
            case SHORT -> List.of(3.0, 3.0);
            case MIXED -> List.of(7.0, 3.0, 2.0, 3.0);
        };
    }
}
