package org.prmscope.cli;

import org.prmscope.core.ComputeMode;
import org.prmscope.run.LoadOptions;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The options that say where and how a verifier is computed.
final class DeviceOptions {
    private static final int MOST_ROWS = 256;
    private static final double MOST_BYTES = 1L << 60;
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([kmgt]i?b?|b)?");
    private static final Map<Character, Integer> POWERS =
            Map.of('k', 10, 'm', 20, 'g', 30, 't', 40);

    @Option(
            names = "--device",
            defaultValue = "auto",
            paramLabel = "auto|cpu|cuda",
            converter = DeviceName.class,
            description =
                    "Where to compute: CUDA where it works and otherwise the CPU, or one of them."
                            + " Default: ${DEFAULT-VALUE}.")
    LoadOptions.Device device = LoadOptions.Device.AUTOMATIC;

    @Option(
            names = "--reference",
            description =
                    "For audits: float32 activations and one chain at a time, the same bits every"
                            + " time on this machine. Slower, and very slow where weights are int8,"
                            + " as the output head is by default: import with --head fp32.")
    boolean reference;

    @Option(
            names = "--rows",
            paramLabel = "N",
            converter = Rows.class,
            description = "Chains to decode together. Default: what the device and memory allow.")
    int rows;

    @Option(
            names = "--kv-memory",
            paramLabel = "SIZE",
            converter = Size.class,
            description =
                    "Memory that the key-value cache of all chains may take, such as 4GiB or"
                            + " 512MiB. Default: from the memory that is free.")
    long kvBytes;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if the options contradict each other
    LoadOptions options() {
        if (reference && rows > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--reference computes one chain at a time: leave --rows out, or leave"
                            + " --reference out for --rows "
                            + rows);
        }
        return new LoadOptions(
                device, reference ? ComputeMode.REFERENCE : ComputeMode.FAST, rows, kvBytes);
    }

    /// Reads a device's name.
    static final class DeviceName implements ITypeConverter<LoadOptions.Device> {
        @Override
        public LoadOptions.Device convert(String value) {
            return switch (value) {
                case "auto" -> LoadOptions.Device.AUTOMATIC;
                case "cpu" -> LoadOptions.Device.CPU;
                case "cuda" -> LoadOptions.Device.CUDA;
                default ->
                        throw new TypeConversionException(
                                "expected auto, cpu or cuda, found " + value);
            };
        }
    }

    /// Reads a number of rows.
    static final class Rows implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            int rows;
            try {
                rows = Integer.parseInt(value.strip());
            } catch (NumberFormatException e) {
                rows = 0;
            }
            if (rows < 1 || rows > MOST_ROWS) {
                throw new TypeConversionException(
                        "expected a number from 1 to %d, found %s".formatted(MOST_ROWS, value));
            }
            return rows;
        }
    }

    /// Reads a size in bytes; units are powers of 1,024, with or without the `i`.
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            Matcher size = SIZE.matcher(value.strip().toLowerCase(Locale.ROOT));
            double bytes = 0;
            if (size.matches()) {
                String unit = size.group(2);
                int power = unit == null ? 0 : POWERS.getOrDefault(unit.charAt(0), 0);
                bytes = Double.parseDouble(size.group(1)) * (1L << power);
            }
            if (bytes < 1 || bytes > MOST_BYTES) {
                throw new TypeConversionException(
                        "expected a size such as 4GiB or 512MiB, found " + value);
            }
            return (long) bytes;
        }
    }
}
