package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prmscope.core.Cancellation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class ImportedFilesTest {
    private static final String WEIGHTS = "model.onnx.data";

    @TempDir Path temporary;
    private Path target = Path.of("");

    @BeforeEach
    void importACheckpoint() throws Exception {
        Path source = Checkpoints.copy("llama3-rope", temporary.resolve("source"));
        target = temporary.resolve("m");
        Optional<Path> written =
                ModelImport.plan(source, ImportOptions.of(Precision.INT4, "prmscope 0"))
                        .write(target, (_, _, _) -> {}, new Cancellation());
        assertTrue(written.isPresent());
    }

    @Test
    void aFolderIsAsItWasImportedUntilAFileChanges() throws Exception {
        assertEquals(List.of(), changed().orElseThrow());
    }

    @Test
    void aChangedByteIsFoundByTheChecksumAndNamesTheFile() throws Exception {
        byte[] weights = Files.readAllBytes(target.resolve(WEIGHTS));
        weights[weights.length / 2] ^= 1;
        Files.write(target.resolve(WEIGHTS), weights);
        List<ModelFolder.ChangedFile> changed = changed().orElseThrow();
        assertEquals(1, changed.size());
        assertEquals(WEIGHTS, changed.getFirst().name());
        assertEquals(64, changed.getFirst().found().length());
    }

    @Test
    void weightsOfAnotherLengthAreRefusedWhenTheFolderIsOpened() throws Exception {
        Path weights = target.resolve(WEIGHTS);
        byte[] longer = Arrays.copyOf(Files.readAllBytes(weights), 4096 * 1024);
        Files.write(weights, longer);
        ModelException refused = assertThrows(ModelException.class, () -> ModelFolder.open(target));
        assertEquals("A file of the model is not as it was imported", refused.report().what());
        assertEquals(weights.toRealPath().toString(), refused.report().where());
        assertTrue(refused.report().found().contains("4,194,304 bytes"), refused.report().found());
    }

    @Test
    void aTextThatWasEditedOrRemovedDoesNotKeepTheFolderFromOpening() throws Exception {
        Files.delete(target.resolve("generation_config.json"));
        Path config = target.resolve(GenAiConfigWriter.FILE);
        Files.writeString(config, Files.readString(config) + "\n");
        assertEquals("llama", ModelFolder.open(target).architecture());
        List<String> names =
                changed().orElseThrow().stream().map(ModelFolder.ChangedFile::name).toList();
        assertTrue(names.contains("generation_config.json"), names.toString());
        assertTrue(names.contains(GenAiConfigWriter.FILE), names.toString());
    }

    @Test
    void aFolderThatNobodyImportedHasNothingToCompareWith() throws Exception {
        Files.delete(target.resolve(ImportManifest.FILE));
        assertEquals(Optional.empty(), changed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[]; files",
                "{\"files\":7}; files",
                "{\"files\":[{\"name\":\"../x\",\"bytes\":1}]}; files[0].name",
                "{\"files\":[{\"name\":\"x\",\"bytes\":-1}]}; files[0].bytes",
                "{\"files\":[{\"name\":\"x\",\"bytes\":1,\"sha256\":\"a\"}]}; files[0].sha256",
                "{\"files\":[7]}; files[0]"
            })
    void aRecordThatIsNoneIsNamedWithItsField(String record, String field) throws Exception {
        Files.writeString(target.resolve(ImportManifest.FILE), record);
        ModelException refused = assertThrows(ModelException.class, () -> ModelFolder.open(target));
        String where = refused.report().where();
        assertTrue(where.contains(ImportManifest.FILE), where);
        assertTrue(where.contains(field) || field.equals("files"), where);
    }

    private Optional<List<ModelFolder.ChangedFile>> changed() throws Exception {
        return ModelFolder.open(target).changedSinceImport(new Cancellation());
    }
}
