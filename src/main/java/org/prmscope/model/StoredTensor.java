package org.prmscope.model;

import java.nio.file.Path;
import java.util.List;

/// Where a tensor lies in a safetensors file.
///
/// @param offset of its first byte in the file
/// @param bytes of its values, as its shape and type ask for
record StoredTensor(
        String name, Path file, StoredType type, List<Long> shape, long offset, long bytes) {
    StoredTensor {
        shape = List.copyOf(shape);
    }
}
