package org.prmscope.report;

import org.prmscope.plot.MarkupText;
import org.prmscope.plot.Palette;
import org.prmscope.plot.PlotLayout;
import org.prmscope.plot.SvgWriter;

import java.util.ArrayDeque;
import java.util.Deque;

/// Builds a page of HTML. Whatever is handed over as text or as an attribute's value is escaped;
/// names of elements and attributes come from this program only.
final class Html {
    private final StringBuilder page = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();
    private final SvgWriter plots = new SvgWriter(Palette.LIGHT, true);

    /// Opens an element.
    ///
    /// @param attributes names and values in turn
    Html start(String name, String... attributes) {
        tag(name, attributes);
        open.push(name);
        return this;
    }

    /// Closes the element that was opened last.
    Html end() {
        page.append("</").append(open.pop()).append('>');
        return this;
    }

    /// Closes the element that was opened last and ends the line.
    Html endLine() {
        end();
        page.append('\n');
        return this;
    }

    Html text(String text) {
        page.append(MarkupText.escaped(text));
        return this;
    }

    /// An element with nothing but text.
    Html element(String name, String text, String... attributes) {
        return start(name, attributes).text(text).end();
    }

    /// An element without content, such as `meta`.
    Html empty(String name, String... attributes) {
        tag(name, attributes);
        page.append('\n');
        return this;
    }

    /// The program's own style sheet, which holds no text of anybody else.
    Html style(String css) {
        page.append("<style>\n").append(css).append("</style>\n");
        return this;
    }

    Html plot(PlotLayout layout) {
        page.append(plots.svg(layout));
        return this;
    }

    private void tag(String name, String... attributes) {
        page.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            page.append(' ').append(attributes[i]).append("=\"");
            page.append(MarkupText.escaped(attributes[i + 1])).append('"');
        }
        page.append('>');
    }

    /// The whole page.
    ///
    /// @throws IllegalStateException if an element is still open
    String page() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return "<!DOCTYPE html>\n" + page;
    }
}
