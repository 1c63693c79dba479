package org.prmscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.ComputeMode;
import org.prmscope.run.LoadOptions;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class DeviceOptionsTest {
    @Command(name = "test")
    private static final class Holder {
        @Mixin private DeviceOptions device = new DeviceOptions();
    }

    private static LoadOptions parse(String... args) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(args);
        return holder.device.options();
    }

    private static String refusal(String... args) {
        return String.valueOf(
                assertThrows(ParameterException.class, () -> parse(args)).getMessage());
    }

    @Test
    void withoutOptionsTheProgramDecides() {
        assertEquals(LoadOptions.DEFAULT, parse());
    }

    @Test
    void everyOptionReachesTheLoadOptions() {
        assertEquals(
                new LoadOptions(LoadOptions.Device.CUDA, ComputeMode.FAST, 8, 4L << 30),
                parse("--device", "cuda", "--rows", "8", "--kv-memory", "4GiB"));
        assertEquals(
                new LoadOptions(LoadOptions.Device.CPU, ComputeMode.REFERENCE, 0, 0),
                parse("--device", "cpu", "--reference"));
    }

    @ParameterizedTest
    @CsvSource({
        "1048576, 1048576",
        "512MiB, 536870912",
        "512mb, 536870912",
        "1.5G, 1610612736",
        "2 KiB, 2048",
        "1TiB, 1099511627776",
        "100b, 100",
    })
    void sizesAreInPowersOf1024(String text, long bytes) {
        assertEquals(bytes, parse("--kv-memory", text).kvBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "-1GiB", "0", "0.1b", "4XiB", "999999999999999TiB", "NaN"})
    void aBadSizeIsNamedWithItsOption(String text) {
        String refusal = refusal("--kv-memory", text);
        assertTrue(refusal.contains("--kv-memory"), refusal);
        assertTrue(refusal.contains("4GiB"), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2", "257", "many", "2.5", "99999999999"})
    void aBadNumberOfRowsIsNamedWithItsOption(String text) {
        String refusal = refusal("--rows", text);
        assertTrue(refusal.contains("--rows"), refusal);
        assertTrue(refusal.contains("from 1 to 256"), refusal);
    }

    @Test
    void anUnknownDeviceIsNamedWithItsOption() {
        String refusal = refusal("--device", "tpu");
        assertTrue(refusal.contains("--device") && refusal.contains("found tpu"), refusal);
    }

    @Test
    void theReferenceModeHasOneRow() {
        assertEquals(1, parse("--reference", "--rows", "1").rows());
        String refusal = refusal("--reference", "--rows", "4");
        assertTrue(refusal.contains("--rows 4"), refusal);
    }

    @Test
    void theHelpTellsEveryOption() {
        String help = new CommandLine(new Holder()).getUsageMessage();
        for (String option : new String[] {"--device", "--reference", "--rows", "--kv-memory"}) {
            assertTrue(help.contains(option), help);
        }
    }
}
