package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Checkpoints;
import org.prmscope.model.ModelFolder;
import org.prmscope.run.ImportPlan;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.ModelOffer;
import org.prmscope.run.OpenVerifier;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.run.VerifierSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What is offered for a checkpoint.
class ModelFolderShopTest {
    @TempDir Path temporary;
    private Path checkpoint = Path.of("");

    @BeforeEach
    void makeACheckpoint() throws Exception {
        checkpoint = Checkpoints.copy("llama3-rope", temporary.resolve("source"));
    }

    private static ModelFolderShop shop(boolean cuda) {
        return new ModelFolderShop(new NoVerifiers(), () -> cuda, () -> 1L << 40, "prmscope test");
    }

    private List<ImportPlan> plans(boolean cuda) {
        return assertInstanceOf(
                        ModelOffer.Importable.class,
                        shop(cuda).inspect(checkpoint, LoadOptions.DEFAULT))
                .plans();
    }

    @Test
    void withoutADeviceOnlyWhatAProcessorComputesIsOffered() {
        assertEquals(
                List.of("int4", "int8", "fp32"),
                plans(false).stream().map(ImportPlan::precision).toList());
    }

    @Test
    void withADeviceItsPrecisionsAreOfferedTooAndOneIsRecommended() {
        assertEquals(
                List.of("int4", "int8", "int4 for CUDA", "fp16", "fp32"),
                plans(true).stream().map(ImportPlan::precision).toList());
        assertEquals(1, plans(true).stream().filter(ImportPlan::isRecommended).count());
    }

    @Test
    void everyOfferIsWrittenAsItSays() throws Exception {
        for (ImportPlan plan : plans(true)) {
            Path target = temporary.resolve(plan.precision().replace(' ', '-'));
            shop(true).write(plan, target, (_, _) -> {}, new Cancellation());
            ModelFolder written = ModelFolder.open(target);
            assertEquals("llama", written.architecture());
            String manifest = Files.readString(target.resolve("prmscope-import.json"));
            boolean cuda = plan.precision().endsWith("CUDA") || plan.precision().equals("fp16");
            assertEquals(cuda, manifest.contains("\"cuda\""), manifest);
        }
    }

    private static final class NoVerifiers implements VerifierSource {
        @Override
        public VerifierDescription describe(VerifierChoice choice) throws WorkbenchException {
            throw new AssertionError("a checkpoint is no verifier");
        }

        @Override
        public OpenVerifier open(VerifierChoice choice, Cancellation cancellation) {
            throw new AssertionError("nothing is opened");
        }
    }
}
