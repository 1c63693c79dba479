package org.prmscope.plot;

import java.util.List;

/// How a line is broken.
public enum Dash {
    SOLID(List.of()),
    LONG(List.of(7.0, 3.0)),
    SHORT(List.of(3.0, 3.0)),
    MIXED(List.of(7.0, 3.0, 2.0, 3.0));

    private final List<Double> lengths;

    Dash(List<Double> lengths) {
        this.lengths = lengths;
    }

    /// Drawn and left out in turn, in layout units; empty for an unbroken line.
    public List<Double> lengths() {
        return lengths;
    }
}
