package org.prmscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.train.finetune.FineTuning;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/// With a training that is told and takes no step.
class TrainBuiltinCommandTest {
    @TempDir Path folder = Path.of("");
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Interruption interruption = new Interruption();

    /// @param training what happens instead of a training
    private int run(long free, Runnable training) {
        TrainingTools tools =
                new TrainingTools() {
                    @Override
                    public int withExecutor(WithExecutor work) {
                        training.run();
                        return 5;
                    }

                    @Override
                    public FineTuning.Machine machine() {
                        return new FineTuning.Machine(Path.of(""), () -> free, nanoTime());
                    }

                    @Override
                    public LongSupplier nanoTime() {
                        return System::nanoTime;
                    }
                };
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        CommandLine parser =
                new CommandLine(
                        new TrainBuiltinCommand(
                                tools, new Console(stream, stream, false), () -> interruption));
        parser.setExecutionExceptionHandler((failure, _, _) -> {
            stream.println(failure.getMessage());
            return ExitCode.ENVIRONMENT.code();
        });
        return parser.execute(
                "--folder",
                folder.resolve("run").toString(),
                "--steps",
                "9",
                "--threads",
                "2",
                "--export",
                folder.resolve("out").toString());
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void interruptedTrainingIsNotExported() {
        int code = run(1L << 40, () -> interruption.cancellation().cancel());
        assertEquals(ExitCode.OK.code(), code, said());
        assertTrue(said().contains("5 steps taken"), said());
        assertTrue(said().contains("nothing was exported"), said());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void memoryThatDoesNotSufficeIsRefusedWithNumbersBeforeTheTraining() {
        int code =
                run(
                        1L << 20,
                        () -> {
                            throw new AssertionError("trained");
                        });
        assertEquals(ExitCode.ENVIRONMENT.code(), code, said());
        assertTrue(said().contains("needs more memory than there is"), said());
        assertTrue(said().contains("with 2 threads"), said());
        assertTrue(said().contains("1.00 MiB free"), said());
    }
}
