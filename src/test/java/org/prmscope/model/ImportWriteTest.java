package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What an import leaves in the file system: a complete folder with its checksums, or nothing.
class ImportWriteTest {
    @TempDir Path temporary;
    private Path source = Path.of("");
    private Path results = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void makeACheckpoint() throws Exception {
        source = Checkpoints.copy("llama3-rope", temporary.resolve("source"));
        results = Files.createDirectory(temporary.resolve("results"));
        target = results.resolve("m");
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP32", "INT8", "INT4"})
    void theResultOpensAsAModelFolder(Precision precision) throws Exception {
        write(plan(precision));
        ModelFolder model = ModelFolder.open(target);
        ImportPlan plan = plan(precision);
        assertEquals("llama", model.architecture());
        assertEquals(plan.shape(), model.shape());
        assertEquals(plan.ids(), model.ids());
        assertTrue(
                model.weights().precision().contains(precision.label()),
                model.weights().precision());
        // Parameters are counted by the graph without its rotary tables, and by the checkpoint.
        assertEquals(plan.parameters(), model.weights().parameters());
    }

    @Test
    void theManifestHasTheChecksumOfEveryFile() throws Exception {
        Files.writeString(source.resolve("chat_template.jinja"), "{{ messages }}");
        write(plan(Precision.INT4));
        JsonNode manifest =
                new ObjectMapper().readTree(target.resolve(ImportManifest.FILE).toFile());
        List<String> names = new ArrayList<>(List.of(ImportManifest.FILE));
        for (JsonNode file : manifest.get("files")) {
            names.add(file.get("name").textValue());
            assertDescribed(file, target);
        }
        try (Stream<Path> files = Files.list(target)) {
            assertEquals(
                    names.stream().sorted().toList(),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertTrue(names.contains("chat_template.jinja"));
        assertTrue(names.contains("generation_config.json"));
        assertEquals(2, manifest.get("source").get("files").size());
        for (JsonNode file : manifest.get("source").get("files")) {
            assertDescribed(file, source);
        }
        assertEquals("int4", manifest.get("options").get("precision").textValue());
        assertEquals("int8", manifest.get("options").get("head").textValue());
    }

    @Test
    void theSameImportGivesTheSameBytes() throws Exception {
        write(plan(Precision.INT4));
        Path other = results.resolve("other");
        plan(Precision.INT4).write(other, (_, _, _) -> {}, new Cancellation());
        for (String name : List.of("model.onnx", "model.onnx.data", "genai_config.json")) {
            assertArrayEquals(
                    Files.readAllBytes(target.resolve(name)),
                    Files.readAllBytes(other.resolve(name)));
        }
    }

    @Test
    void theSizesOfThePlanAreThoseOfTheResult() throws Exception {
        ImportPlan plan = plan(Precision.INT8);
        write(plan);
        long bytes = 0;
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertTrue(Math.abs(plan.resultSize().bytes() - bytes) < 4096, "bytes: " + bytes);
        // 272 rows of 32 once; twice 6 x 1024 for attention, 3 x 2048 for the rest and two norms; a
        // norm.
        assertEquals(8_704 + 2 * (6_144 + 6_144 + 64) + 32, plan.parameters());
    }

    @Test
    void progressRisesToTheTotal() throws Exception {
        List<Long> heard = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        plan(Precision.INT4)
                .write(
                        target,
                        (done, total, what) -> {
                            heard.add(done);
                            totals.add(total);
                            assertFalse(what.isEmpty());
                        },
                        new Cancellation());
        assertEquals(heard.stream().sorted().toList(), heard);
        assertEquals(totals.getFirst(), heard.getLast());
        assertEquals(1, totals.stream().distinct().count());
        assertTrue(heard.size() > 10);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aWeightThatIsNoNumberIsNamedAndNothingIsLeft(float value) throws Exception {
        spoil("model.layers.1.mlp.down_proj.weight", 700, value);
        for (Precision precision : List.of(Precision.FP32, Precision.INT4)) {
            WorkbenchException.Report report = failure(plan(precision));
            assertEquals(
                    source.toRealPath().resolve("model.safetensors")
                            + ", tensor model.layers.1.mlp.down_proj.weight[700]",
                    report.where());
            assertEquals(Float.toString(value), report.found());
            assertNothingLeft();
        }
    }

    @Test
    void aWeightTooLargeForFloat16IsRefused() throws Exception {
        spoil("model.norm.weight", 3, 1e6f);
        WorkbenchException.Report report = failure(plan(Precision.FP16));
        assertEquals("A weight does not fit into float16", report.what());
        assertEquals("model.norm.weight", report.where());
        assertNothingLeft();
    }

    @Test
    void aCancellationLeavesNothing() throws Exception {
        for (int after : new int[] {1, 5, 20}) {
            Cancellation cancellation = new Cancellation();
            int[] heard = {0};
            Optional<Path> made =
                    plan(Precision.FP32)
                            .write(
                                    target,
                                    (_, _, _) -> {
                                        if (++heard[0] == after) {
                                            cancellation.cancel();
                                        }
                                    },
                                    cancellation);
            assertEquals(Optional.empty(), made);
            assertNothingLeft();
        }
    }

    @Test
    void aSourceCutOffAfterThePlanLeavesNothing() throws Exception {
        ImportPlan plan = plan(Precision.FP32);
        Path weights = source.resolve("model.safetensors");
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(weights) / 2);
        }
        assertEquals("A weight file is cut off", failure(plan).what());
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "'', model.safetensors",
        "'Writing ', model.safetensors",
        "'Checksum of ', model.safetensors",
        "'Checksum of ', tokenizer.json",
        "'Checksum of ', config.json"
    })
    void aSourceThatChangesAfterThePlanIsNamedAndNothingIsLeft(String when, String name)
            throws Exception {
        ImportPlan plan = plan(Precision.FP32);
        Path changing = source.resolve(name);
        FileTime other = FileTime.fromMillis(1_000_000);
        if (when.isEmpty()) {
            Files.setLastModifiedTime(changing, other);
        }
        WorkbenchException.Report report =
                assertThrows(
                                WorkbenchException.class,
                                () ->
                                        plan.write(
                                                target,
                                                (_, _, what) -> {
                                                    if (what.startsWith(when)) {
                                                        change(changing, other);
                                                    }
                                                },
                                                new Cancellation()))
                        .report();
        assertEquals("A file of the checkpoint changed during the import", report.what());
        assertEquals(changing.toRealPath().toString(), report.where());
        assertNothingLeft();
    }

    private static void change(Path file, FileTime time) {
        try {
            Files.setLastModifiedTime(file, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsLargerThanTheDiskIsRefusedBeforeItIsWritten() throws Exception {
        DiskSpace.require(results, target, new ByteSize(1), "-");
        ModelException refusal =
                assertThrows(
                        ModelException.class,
                        () ->
                                DiskSpace.require(
                                        results, target, new ByteSize(Long.MAX_VALUE), "Wait."));
        assertEquals("There is not enough space on the disk", refusal.report().what());
        assertEquals("8.00 EiB free", refusal.report().expected());
    }

    @Test
    void aDiskThatFillsUpStopsTheWritingWithItsReason() {
        WeightLayout layout = new WeightLayout("w");
        for (int i = 0; i < 50; i++) {
            RowSource rows =
                    new RotaryEmbedding(32, 10_000, new RotaryEmbedding.Scaling.None(), true)
                            .table(64, false);
            WeightLayout.Placed place = layout.place("t" + i, ElementType.FLOAT32, 64, 16);
            layout.add(new PlainWrite("t" + i, rows, ElementType.FLOAT32, place.offset()));
        }
        int[] written = {0};
        IOException full = new IOException("No space left on device");
        IOException failure =
                assertThrows(
                        IOException.class,
                        () ->
                                new WeightFile(layout, 2)
                                        .write(
                                                (_, _) -> {
                                                    synchronized (written) {
                                                        if (++written[0] >= 5) {
                                                            throw full;
                                                        }
                                                    }
                                                },
                                                (_, _) -> {},
                                                new Cancellation()));
        assertEquals(full, failure);
        // The fifth chunk failed; each worker may have been in the middle of another.
        assertTrue(written[0] <= 7, written[0] + " chunks were tried");
    }

    @Test
    void aFolderWithContentIsLeftAlone() throws Exception {
        Files.createDirectory(target);
        Path mine = Files.writeString(target.resolve("thesis.tex"), "mine");
        assertEquals("a folder with content", failure(plan(Precision.FP32)).found());
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void whatAnInterruptedImportLeftIsReplaced() throws Exception {
        Path partial = Files.createDirectory(results.resolve(".m.partial"));
        Files.writeString(partial.resolve("model.onnx.data"), "half");
        write(plan(Precision.INT4));
        assertFalse(Files.exists(partial));
    }

    @Test
    void whatTheImportOfAnotherCheckpointLeftIsReplaced() throws Exception {
        Path partial = Files.createDirectory(results.resolve(".m.partial"));
        for (String companion : ModelImport.COMPANIONS) {
            Files.writeString(partial.resolve(companion), "{}");
        }
        write(plan(Precision.INT4));
        assertFalse(Files.exists(partial));
        assertFalse(Files.exists(target.resolve("added_tokens.json")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkInPlaceOfTheHiddenFolderIsRefusedAndWhatItLeadsToIsLeftAlone() throws Exception {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path mine = Files.writeString(elsewhere.resolve("model.onnx"), "mine");
        Path link = Files.createSymbolicLink(results.resolve(".m.partial"), elsewhere);
        assertEquals("a link", failure(plan(Precision.INT4)).found());
        assertEquals("mine", Files.readString(mine));
        assertEquals(1, elsewhere.toFile().list().length);
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void anEmptyDiskAsTheFolderIsRefusedBeforeAnythingIsWritten() throws Exception {
        Files.createDirectory(target);
        ModelFolderWriter writer =
                new ModelFolderWriter(target, List.of(), folder -> folder.equals(target) ? 1 : 2);
        for (Executable attempt :
                List.<Executable>of(
                        writer::check,
                        () ->
                                writer.write(_ -> {
                                    throw new AssertionError("nothing is to be written");
                                }))) {
            WorkbenchException.Report report =
                    assertThrows(WorkbenchException.class, attempt).report();
            assertTrue(report.remedy().contains(target.resolve("model").toString()), report::text);
        }
        try (Stream<Path> left = Files.list(results)) {
            assertEquals(List.of(target), left.toList());
        }
        assertTrue(new ModelFolderWriter(target, List.of(), _ -> 1).write(_ -> true));
    }

    @Test
    void aFileOfAPersonInTheHiddenFolderIsLeftAlone() throws Exception {
        Path partial = Files.createDirectory(results.resolve(".m.partial"));
        Path mine = Files.writeString(partial.resolve("thesis.tex"), "mine");
        assertEquals("thesis.tex", failure(plan(Precision.INT4)).found());
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void twoImportsIntoOneFolderDoNotMix() throws Exception {
        Path partial = Files.createDirectory(results.resolve(".m.partial"));
        try (FileChannel channel =
                        FileChannel.open(
                                partial.resolve("being-written.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertEquals(
                    "The model folder is being written already",
                    failure(plan(Precision.INT4)).what());
        }
        write(plan(Precision.INT4));
    }

    private ImportPlan plan(Precision precision) throws ModelException {
        return ModelImport.plan(source, ImportOptions.of(precision, "test 1"));
    }

    private void write(ImportPlan plan) throws WorkbenchException {
        assertEquals(Optional.of(target), plan.write(target, (_, _, _) -> {}, new Cancellation()));
    }

    private WorkbenchException.Report failure(ImportPlan plan) {
        return assertThrows(
                        WorkbenchException.class,
                        () -> plan.write(target, (_, _, _) -> {}, new Cancellation()))
                .report();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(results)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static void assertDescribed(JsonNode file, Path folder) throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve(file.get("name").textValue()));
        assertEquals(bytes.length, file.get("bytes").longValue());
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
                file.get("sha256").textValue());
    }

    /// Overwrites one value of a float32 tensor.
    private void spoil(String name, int index, float value) throws Exception {
        Path file = source.resolve("model.safetensors");
        StoredTensor tensor =
                SafetensorsHeader.read(file).stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        assertEquals(StoredType.F32, tensor.type());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value),
                    tensor.offset() + 4L * index);
        }
    }
}
