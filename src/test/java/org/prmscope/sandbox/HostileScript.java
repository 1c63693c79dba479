package org.prmscope.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Code that tries to get out, with the ways it may end on each executor.
///
/// A script file opens with comment lines: `limited` for one that is expected to run into the time
/// limit, and for each executor the beginnings of allowed endings, separated by bars.
///
/// @param limited runs under a short time limit
record HostileScript(
        String name, String code, boolean limited, List<String> bubblewrap, List<String> graalPy) {

    @Override
    public String toString() {
        return name;
    }

    static Stream<HostileScript> all() throws IOException, URISyntaxException {
        Path folder =
                Path.of(Objects.requireNonNull(HostileScript.class.getResource("hostile")).toURI());
        List<HostileScript> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().map(HostileScript::read).forEach(scripts::add);
        }
        scripts.add(written("nul-in-code", "print('LEAK')\n\0import os", "raised", "raised"));
        scripts.add(
                written(
                        "megabyte-of-code",
                        "x = 1\n".repeat(10_000) + "#".repeat(1 << 20),
                        "completed",
                        "completed|limit"));
        scripts.add(
                written(
                        "deeply-nested-code",
                        "(".repeat(100_000) + ")".repeat(100_000),
                        "raised|limit MEMORY",
                        "raised|limit"));
        scripts.add(written("too-much-code", "#".repeat(5 << 20), "unavailable", "unavailable"));
        return scripts.stream();
    }

    private static HostileScript written(
            String name, String code, String bubblewrap, String graalPy) {
        return new HostileScript(
                name, code, false, alternatives(bubblewrap), alternatives(graalPy));
    }

    private static HostileScript read(Path file) {
        try {
            String code = Files.readString(file);
            return new HostileScript(
                    file.getFileName().toString().replace(".py", ""),
                    code,
                    code.startsWith("# limited\n"),
                    alternatives(header(code, "# bubblewrap: ")),
                    alternatives(header(code, "# graalpy: ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(String code, String key) {
        return code.lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .orElseThrow()
                .substring(key.length());
    }

    private static List<String> alternatives(String text) {
        return List.of(text.split("\\|", -1));
    }
}
