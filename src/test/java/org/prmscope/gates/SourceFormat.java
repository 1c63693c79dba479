package org.prmscope.gates;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// google-java-format in AOSP style over the project's sources; run as a program, it formats them.
final class SourceFormat {
    private final Formatter formatter =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    static void main(String[] args) throws IOException {
        SourceFormat format = new SourceFormat();
        for (Path file : sources(Path.of(args.length == 0 ? "src" : args[0]))) {
            String source = Files.readString(file);
            String formatted = format.formatted(source);
            if (!formatted.equals(source)) {
                Files.writeString(file, formatted);
            }
        }
    }

    static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    String formatted(String source) {
        try {
            return formatter.formatSource(
                    RemoveUnusedImports.removeUnusedImports(
                            ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.AOSP)));
        } catch (FormatterException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
