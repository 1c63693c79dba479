package org.prmscope.model;

import java.util.Locale;

/// How the matrices of an imported model are stored.
public enum Precision {
    FP32(32),
    FP16(16),
    /// 8 bits in blocks that share a scale.
    INT8(8),
    /// 4 bits in blocks that share a scale.
    INT4(4);

    private final int bits;

    Precision(int bits) {
        this.bits = bits;
    }

    /// Bits of one weight, without its share of a scale.
    public int bits() {
        return bits;
    }

    public boolean isQuantized() {
        return this == INT8 || this == INT4;
    }

    /// As the command line spells it, such as `int4`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
