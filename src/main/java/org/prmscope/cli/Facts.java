package org.prmscope.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.VisibleText;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a command found out, as lines for a person and as one JSON object for a program.
final class Facts {
    private static final int LABEL_WIDTH = 14;
    private static final int LONGEST = 2_000;

    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private final List<String> lines = new ArrayList<>();

    /// The object, to add to.
    ObjectNode json() {
        return json;
    }

    /// Adds a line; one without text is left out.
    void line(String label, String text) {
        if (!text.isEmpty()) {
            String shown = VisibleText.of(text, LONGEST);
            lines.add(String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s %s", label, shown));
        }
    }

    void print(Console console, boolean asJson) {
        if (asJson) {
            console.out().println(VisibleText.json(json.toString()));
        } else {
            lines.forEach(console.out()::println);
        }
    }
}
