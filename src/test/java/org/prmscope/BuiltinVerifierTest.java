package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.cli.Console;
import org.prmscope.cli.PrmScopeCommand;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The verifier that ships with the program keeps what its model card says.
class BuiltinVerifierTest {
    private static final long MOST_BYTES = 12L << 20;

    @TempDir Path folder;

    @Test
    void itsFilesStayUnderTwelveMebibytes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("resources/builtin"))) {
            long bytes = files.mapToLong(file -> file.toFile().length()).sum();
            assertTrue(bytes > 0 && bytes < MOST_BYTES, bytes + " bytes");
        }
    }

    /// The card has the figures over all 200; 60 of them leave room for chance.
    @Test
    void itIsClearlyAboveChanceOnHeldOutProblemsAndItsJudgementsAreValid() throws IOException {
        JsonNode report = eval("resources/samples/held-out.json", "--limit", "60");
        double f1 = report.get("f1").get("value").asDouble();
        double invalid = report.get("invalid").get("value").asDouble();
        assertTrue(f1 >= 0.85, "F1 " + f1);
        assertTrue(invalid <= 0.02, "invalid " + invalid);
        assertEquals(0, report.get("failedChains").asInt());
    }

    /// The card has the figures over all 200; verifiers that were not taught a second round reverse
    /// what was right in it, which is F1 0.
    @Test
    void secondRoundKeepsWhatWasRight() throws IOException {
        JsonNode report = eval("resources/samples/held-out.json", "--limit", "40", "--rounds", "2");
        double f1 = report.get("f1").get("value").asDouble();
        assertTrue(f1 >= 0.75, "F1 " + f1);
        assertEquals(0, report.get("failedChains").asInt());
    }

    @Test
    void thinkPrmGivesReadableVerdictsToo() throws IOException {
        JsonNode report =
                eval(
                        "resources/samples/sample-set.json",
                        "--protocol",
                        "thinkprm",
                        "--limit",
                        "12");
        assertEquals(12, report.get("solutions").asInt());
        assertTrue(report.get("invalid").get("value").asDouble() <= 0.1, report.toString());
    }

    private JsonNode eval(String input, String... more) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        UserFolders folders =
                new UserFolders(
                        Path.of(System.getProperty("prmscope.cache", "target/test-cache")), folder);
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        String[] args =
                Stream.concat(
                                Stream.of("eval", "--input", input, "--temperature", "0", "--json"),
                                Stream.of(more))
                        .toArray(String[]::new);
        int code = PrmScopeCommand.parser(new Assembly(folders), console).execute(args);
        assertEquals(0, code, err.toString(StandardCharsets.UTF_8));
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }
}
