package org.prmscope.model;

import java.util.List;

/// What to make of a checkpoint.
///
/// @param precision of the matrices between the embedding and the output head
/// @param symmetric whether a block of quantized weights has only a scale (the middle of its range
///   is 0), or a zero point too
/// @param head precision of the two tables over the vocabulary: the embedding and the output head,
///   which label probabilities are read from
/// @param block how many quantized weights share a scale, one of [#BLOCKS]; large blocks are
///   smaller and faster to multiply by, small ones nearer to the original
/// @param device what the graph is for
/// @param program what imports, for the record, such as `prmscope 0.1.0`
public record ImportOptions(
        Precision precision,
        boolean symmetric,
        Precision head,
        int block,
        ImportDevice device,
        String program) {
    /// What a block of quantized weights may have, of the sizes that ONNX Runtime multiplies by.
    public static final List<Integer> BLOCKS = List.of(32, 64, 128, 256);

    /// The block that loses least.
    public static final int DEFAULT_BLOCK = 32;

    /// The defaults for a precision: symmetric, in blocks of 32, for the CPU (fp16: for CUDA), and
    /// an int8 head where the matrices are int4.
    public static ImportOptions of(Precision precision, String program) {
        return new ImportOptions(
                precision,
                true,
                precision == Precision.INT4 ? Precision.INT8 : precision,
                DEFAULT_BLOCK,
                precision == Precision.FP16 ? ImportDevice.CUDA : ImportDevice.CPU,
                program);
    }

    /// The same for another device.
    public ImportOptions on(ImportDevice other) {
        return new ImportOptions(precision, symmetric, head, block, other, program);
    }

    /// The same with zero points, or without.
    public ImportOptions withSymmetric(boolean now) {
        return new ImportOptions(precision, now, head, block, device, program);
    }

    /// The same with other tables over the vocabulary.
    public ImportOptions withHead(Precision now) {
        return new ImportOptions(precision, symmetric, now, block, device, program);
    }

    /// The same in other blocks.
    public ImportOptions withBlock(int now) {
        return new ImportOptions(precision, symmetric, head, now, device, program);
    }

    /// Whether anything is stored in blocks.
    public boolean quantizes() {
        return precision.isQuantized() || head.isQuantized();
    }

    /// Refuses what ONNX Runtime cannot compute, or only slowly.
    void check() throws ModelException {
        if (!precision.isQuantized() && precision != device.floats()) {
            throw ModelException.of(
                    "These import options do not go together",
                    "precision " + precision.label() + " for " + device.label(),
                    "fp32, int8 or int4 for cpu; fp16, int8 or int4 for cuda",
                    precision.label() + " for " + device.label(),
                    "Choose " + device.floats().label() + ", int8 or int4, or the other device.");
        }
        boolean headFits =
                head == device.floats() || (precision.isQuantized() && head.isQuantized());
        if (!headFits) {
            throw ModelException.of(
                    "These import options do not go together",
                    "head " + head.label() + " with " + precision.label() + " matrices",
                    precision.isQuantized()
                            ? "a head of " + device.floats().label() + ", int8 or int4"
                            : "a head of " + precision.label(),
                    head.label(),
                    "Choose another precision for the head.");
        }
        if (!BLOCKS.contains(block)) {
            throw ModelException.of(
                    "These import options do not go together",
                    "blocks of " + block,
                    "32, 64, 128 or 256 weights in a block",
                    Integer.toString(block),
                    "Choose one of these.");
        }
    }
}
