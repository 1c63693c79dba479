package org.prmscope.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class SourceFormatTest {
    private final SourceFormat format = new SourceFormat();

    @Test
    void everySourceFileIsFormatted() throws IOException {
        List<String> unformatted = new ArrayList<>();
        List<Path> sources = SourceFormat.sources(Path.of("src"));
        for (Path file : sources) {
            String source = Files.readString(file);
            if (!format.formatted(source).equals(source)) {
                unformatted.add(file.toString());
            }
        }
        assertTrue(sources.size() > 50, "the sources were found");
        assertEquals(
                List.of(), unformatted, "format them with: mvn -q test-compile exec:exec@format");
    }

    @Test
    void unformattedSourceIsNoticed() {
        String canary = "class A {\n  void f( ) { }\n}\n";
        assertNotEquals(canary, format.formatted(canary));
    }
}
