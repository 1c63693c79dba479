package org.prmscope.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The Python that this package brings along.
final class PythonSources {
    private PythonSources() {}

    /// The named files one after the other.
    static String read(String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            try (InputStream stream = PythonSources.class.getResourceAsStream(name)) {
                byte[] bytes = Objects.requireNonNull(stream, name).readAllBytes();
                text.append(new String(bytes, StandardCharsets.UTF_8)).append("\n\n");
            } catch (IOException broken) {
                throw new UncheckedIOException("the program's own " + name, broken);
            }
        }
        return text.toString();
    }
}
