package org.prmscope.model;

import java.util.Locale;
import java.util.Optional;

/// The element types of safetensors (`safetensors/src/tensor.rs`, `Dtype`), with their sizes.
enum StoredType {
    F64(64),
    F32(32),
    F16(16),
    BF16(16),
    I64(64),
    I32(32),
    I16(16),
    I8(8),
    U64(64),
    U32(32),
    U16(16),
    U8(8),
    BOOL(8),
    C64(64),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    F6_E2M3(6),
    F6_E3M2(6),
    F4(4);

    private final int bits;

    StoredType(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }

    /// Whether weights of this type can be imported.
    boolean isWeight() {
        return this == F32 || this == F16 || this == BF16;
    }

    /// The type that a header names.
    static Optional<StoredType> of(String name) {
        for (StoredType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// As PyTorch's users say it, such as `bf16`.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
