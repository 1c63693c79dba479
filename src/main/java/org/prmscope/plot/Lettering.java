package org.prmscope.plot;

import java.util.ArrayList;
import java.util.List;

/// Sizes of the plot's texts.
///
/// @param em the font size, in layout units
record Lettering(double em, TextMeasurer measurer) {
    private static final double LINE = 1.35;

    /// From the line of writing to the top of capitals and to the bottom of descenders, in em.
    private static final double ASCENT = 0.76;

    private static final double DESCENT = 0.24;

    double size(FontRole role) {
        return em * role.em();
    }

    double line(FontRole role) {
        return Math.ceil(size(role) * LINE);
    }

    double ascent(FontRole role) {
        return size(role) * ASCENT;
    }

    double descent(FontRole role) {
        return size(role) * DESCENT;
    }

    double width(String text, FontRole role) {
        return measurer.width(text, size(role), role.isStrong());
    }

    /// The text, or as much of its beginning as there is room for.
    String fitted(String text, FontRole role, double room) {
        if (width(text, role) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end).strip() + "…", role) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end).strip() + "…";
    }

    /// The text in lines, the last one cut if there are more words than fit.
    List<String> wrapped(String text, FontRole role, double room, int most) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            boolean fits =
                    line.isEmpty()
                            || lines.size() == most - 1
                            || width(line + " " + word, role) <= room;
            if (!fits) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.stream()
                .filter(one -> !one.isEmpty())
                .map(one -> fitted(one, role, room))
                .toList();
    }

    Shape.Text text(double x, double y, String text, FontRole role, Ink ink, Shape.Anchor anchor) {
        return new Shape.Text(x, y, text, anchor, ink, size(role), role.isStrong());
    }
}
