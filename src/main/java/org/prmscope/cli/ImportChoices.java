package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.model.ImportDevice;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.Precision;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The options of an import, for the commands that carry it out or say what it would take.
final class ImportChoices {
    @Option(
            names = "--precision",
            paramLabel = "int4|int8|fp16|fp32",
            converter = PrecisionName.class,
            description = "Of the matrices. Default: int4.")
    @Nullable Precision precision;

    @Option(
            names = "--head",
            paramLabel = "int4|int8|fp16|fp32",
            converter = PrecisionName.class,
            description = "Of the embedding and the output head. Default: int8 for int4.")
    @Nullable Precision head;

    @Option(
            names = "--asymmetric",
            description = "Give quantized blocks a zero point; a little larger and closer.")
    boolean asymmetric;

    @Option(
            names = "--block",
            paramLabel = "32|64|128|256",
            converter = BlockSize.class,
            description = {
                "Quantized weights that share a scale. Default: 32, the nearest to the original;",
                "128 and 256 compute a prompt up to 1.5 times as fast."
            })
    @Nullable Integer block;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            converter = DeviceName.class,
            description = "What to import for. Default: cpu, and cuda for fp16.")
    @Nullable ImportDevice device;

    boolean isGiven() {
        return precision != null || head != null || device != null || block != null || asymmetric;
    }

    /// @param version of the program, for the record that an import keeps
    ImportOptions options(String version) {
        ImportOptions options =
                ImportOptions.of(
                                precision == null ? Precision.INT4 : precision,
                                "prmscope " + version)
                        .withSymmetric(!asymmetric);
        if (block != null) {
            options = options.withBlock(block);
        }
        if (device != null) {
            options = options.on(device);
        }
        return head == null ? options : options.withHead(head);
    }

    /// Reads a precision as it is written everywhere else.
    static final class PrecisionName implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String value) {
            return Arrays.stream(Precision.values())
                    .filter(precision -> precision.label().equals(value))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "expected "
                                            + Arrays.stream(Precision.values())
                                                    .map(Precision::label)
                                                    .collect(Collectors.joining(", "))
                                            + ", found "
                                            + value));
        }
    }

    /// Reads a block's size.
    static final class BlockSize implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return ImportOptions.BLOCKS.stream()
                    .filter(block -> block.toString().equals(value))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "expected 32, 64, 128 or 256, found " + value));
        }
    }

    /// Reads a device.
    static final class DeviceName implements ITypeConverter<ImportDevice> {
        @Override
        public ImportDevice convert(String value) {
            return Arrays.stream(ImportDevice.values())
                    .filter(device -> device.label().equals(value))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("expected cpu or cuda, found " + value));
        }
    }
}
