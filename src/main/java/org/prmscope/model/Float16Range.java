package org.prmscope.model;

/// Refuses weights that are too large for float16.
final class Float16Range {
    private static final float LARGEST = 65504;

    private Float16Range() {}

    static void require(ElementType type, float[] values, int count, String name)
            throws ModelException {
        if (type != ElementType.FLOAT16) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (Math.abs(values[i]) > LARGEST) {
                throw ModelException.of(
                        "A weight does not fit into float16",
                        name,
                        "at most 65504 in magnitude",
                        Float.toString(values[i]),
                        "Import the model for the CPU, in fp32, int8 or int4.");
            }
        }
    }
}
