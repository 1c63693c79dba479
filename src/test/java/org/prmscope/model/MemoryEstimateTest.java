package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prmscope.core.DecoderShape;

import java.nio.file.Files;
import java.nio.file.Path;

class MemoryEstimateTest {
    @TempDir Path temporary;

    @Test
    void theCacheFollowsFromTheShape() throws Exception {
        ModelFolder model = tiny();
        MemoryEstimate estimate = MemoryEstimate.of(model, 250, () -> 1L << 40);
        // 2 (key and value) x 2 layers x 2 heads x 16 x 4 bytes = 512 bytes a token.
        assertEquals(new ByteSize(512_000), estimate.cachePerThousandTokens());
        // And one row of one of the four buffers, for exchanges.
        assertEquals(new ByteSize(128_000 + 32_000), estimate.cache());
        assertEquals(model.weights().size(), estimate.weights());
        assertTrue(estimate.loaded().bytes() > estimate.weights().bytes());
        assertTrue(estimate.fits());
        estimate.requireFit(model);
    }

    @Test
    void aModelThatFitsToTheByteFitsAndWithOneLessIsRefusedWithTheNumbers() throws Exception {
        ModelFolder model = tiny();
        long needed = MemoryEstimate.of(model, 1000, () -> 0).needed().bytes();
        assertTrue(MemoryEstimate.of(model, 1000, () -> needed).fits());
        MemoryEstimate tight = MemoryEstimate.of(model, 1000, () -> needed - 1);
        assertFalse(tight.fits());
        ModelException refusal = assertThrows(ModelException.class, () -> tight.requireFit(model));
        assertTrue(refusal.report().expected().startsWith(tight.needed().text()));
        assertTrue(refusal.report().found().startsWith(tight.free().text()));
    }

    @Test
    void availableMemoryIsReadFromTheKernelsTable() throws Exception {
        Path meminfo =
                Files.writeString(
                        temporary.resolve("meminfo"),
                        """
                        MemTotal:       32000000 kB
                        MemFree:          100000 kB
                        MemAvailable:   20000000 kB
                        Buffers:            5000 kB
                        """);
        assertEquals(20_000_000L * 1024, new SystemMemory(meminfo, temporary).getAsLong());
    }

    @Test
    void severalChainsHaveACacheEachAndOneRowForExchanges() throws Exception {
        ModelFolder model = tiny();
        MemoryEstimate one = MemoryEstimate.of(model, 1, 100, () -> 1L << 40);
        MemoryEstimate eight = MemoryEstimate.of(model, 8, 100, () -> 1L << 40);
        assertEquals(new ByteSize(51_200 + 12_800), one.cache());
        assertEquals(new ByteSize(8 * 51_200 + 12_800), eight.cache());
        assertEquals(one.loaded(), eight.loaded());
    }

    @Test
    void aCacheThatIsExtendedByACopyTakesItsPastAndPresentToo() throws Exception {
        ModelFolder model = tiny();
        MemoryEstimate shared = MemoryEstimate.of(model, 100, () -> 1L << 40);
        MemoryEstimate copied =
                MemoryEstimate.of(
                        model.shape(),
                        AttentionKind.CONCAT,
                        model.weights().size(),
                        1,
                        100,
                        () -> 1L << 40);
        assertEquals(new ByteSize(51_200 + 12_800), shared.cache());
        assertEquals(new ByteSize(51_200 * 7 / 2 + 12_800), copied.cache());
    }

    @Test
    void sizesThatNoMachineHasDoNotFit() {
        DecoderShape largest =
                new DecoderShape(1024, 4096, 4096, 4096, 1 << 20, 1 << 24, 1 << 24, 4);
        MemoryEstimate estimate =
                MemoryEstimate.of(
                        largest,
                        AttentionKind.CONCAT,
                        new ByteSize(Long.MAX_VALUE),
                        256,
                        1 << 24,
                        () -> 1L << 50);
        assertEquals(new ByteSize(Long.MAX_VALUE), estimate.cache());
        assertEquals(new ByteSize((1000L * 7) << 36), estimate.cachePerThousandTokens());
        assertEquals(new ByteSize(Long.MAX_VALUE), estimate.needed());
        assertFalse(estimate.fits());
    }

    @ParameterizedTest
    @CsvSource({
        // limit, used, droppable, left
        "3000000000, 1000000000, 500000000, 2500000000",
        "1000000000, 2000000000, 0, 0",
        "max, 1000000000, 500000000, 20480000000",
        "99000000000, 1000000000, 0, 20480000000"
    })
    void theLimitOfAControlGroupCounts(String limit, String used, String droppable, long left)
            throws Exception {
        Path meminfo =
                Files.writeString(temporary.resolve("meminfo"), "MemAvailable:   20000000 kB\n");
        Path two = Files.createDirectory(temporary.resolve("two"));
        Files.writeString(two.resolve("memory.max"), limit + "\n");
        Files.writeString(two.resolve("memory.current"), used + "\n");
        Files.writeString(two.resolve("memory.stat"), "anon 5\ninactive_file " + droppable + "\n");
        assertEquals(left, new SystemMemory(meminfo, two).getAsLong());
        Path one = Files.createDirectories(temporary.resolve("one/memory"));
        Files.writeString(
                one.resolve("memory.limit_in_bytes"),
                limit.equals("max") ? "9223372036854771712\n" : limit + "\n");
        Files.writeString(one.resolve("memory.usage_in_bytes"), used + "\n");
        Files.writeString(one.resolve("memory.stat"), "total_inactive_file " + droppable + "\n");
        assertEquals(left, new SystemMemory(meminfo, temporary.resolve("one")).getAsLong());
    }

    @Test
    void withoutThatTableTheRuntimeIsAsked() throws Exception {
        assertTrue(new SystemMemory(temporary.resolve("none"), temporary).getAsLong() > 0);
        Path other = Files.writeString(temporary.resolve("meminfo"), "MemAvailable: lots\n");
        assertTrue(new SystemMemory(other, temporary).getAsLong() > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "10229, 9.99 KiB",
        "10240, 10.0 KiB",
        "102348, 99.9 KiB",
        "102400, 100 KiB",
        "1048063, 1023 KiB",
        "1048064, 1.00 MiB",
        "1610612736, 1.50 GiB",
        "9223372036854775807, 8.00 EiB"
    })
    void sizesHaveThreeDigits(long bytes, String text) {
        assertEquals(text, new ByteSize(bytes).text());
    }

    private ModelFolder tiny() throws Exception {
        return ModelFolder.open(TinyModels.qwen2(temporary.resolve("m"), 1, TinyModels.config()));
    }
}
