package org.prmscope.plot;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes a layout as SVG: shapes and text only, no script, no link, nothing from elsewhere.
///
/// @param palette its colours
/// @param isInline for a page whose style sheet may set the colours, as `--prm-run-a`; else a file
///   of its own on the palette's paper
public record SvgWriter(Palette palette, boolean isInline) {
    private static final String FONT = "Inter, system-ui, 'Segoe UI', Arial, sans-serif";

    /// The whole SVG.
    public String svg(PlotLayout layout) {
        StringBuilder svg = new StringBuilder(4096);
        if (!isInline) {
            svg.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }
        String width = number(layout.width());
        String height = number(layout.height());
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\""
                        .formatted(width, height));
        svg.append(
                " viewBox=\"0 0 %s %s\" role=\"img\" font-family=\"%s\">\n"
                        .formatted(width, height, FONT));
        svg.append("<title>").append(MarkupText.escaped(layout.words())).append("</title>\n");
        if (!isInline) {
            svg.append(
                    "<rect width=\"%s\" height=\"%s\"%s/>\n"
                            .formatted(width, height, paint("fill", Ink.PAPER)));
        }
        layout.shapes().forEach(shape -> append(svg, shape));
        return svg.append("</svg>\n").toString();
    }

    private void append(StringBuilder svg, Shape shape) {
        switch (shape) {
            case Shape.Line line ->
                    svg.append(
                            "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"%s/>\n"
                                    .formatted(
                                            number(line.x1()),
                                            number(line.y1()),
                                            number(line.x2()),
                                            number(line.y2()),
                                            stroke(line.ink(), line.width(), line.dash())));
            case Shape.Polyline line ->
                    svg.append(
                            "<polyline points=\"%s\" fill=\"none\" stroke-linejoin=\"round\"%s/>\n"
                                    .formatted(
                                            numbers(line.corners()),
                                            stroke(line.ink(), line.width(), line.dash())));
            case Shape.Rectangle box -> rectangle(svg, box);
            case Shape.Marker marker -> marker(svg, marker);
            case Shape.Text text -> text(svg, text);
        }
    }

    private void rectangle(StringBuilder svg, Shape.Rectangle box) {
        double in = box.isFilled() ? 0 : Math.min(0.75, Math.min(box.width(), box.height()) / 2);
        svg.append(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"%s/>\n"
                        .formatted(
                                number(box.x() + in),
                                number(box.y() + in),
                                number(box.width() - 2 * in),
                                number(box.height() - 2 * in),
                                box.isFilled()
                                        ? paint("fill", box.ink())
                                        : " fill=\"none\"" + stroke(box.ink(), 1.5, Dash.SOLID)));
    }

    private void marker(StringBuilder svg, Shape.Marker marker) {
        if (marker.shape() == MarkerShape.CIRCLE) {
            svg.append(
                    "<circle cx=\"%s\" cy=\"%s\" r=\"%s\"%s/>\n"
                            .formatted(
                                    number(marker.x()),
                                    number(marker.y()),
                                    number(marker.radius()),
                                    paint("fill", marker.ink())));
        } else {
            svg.append(
                    "<polygon points=\"%s\"%s/>\n"
                            .formatted(numbers(marker.corners()), paint("fill", marker.ink())));
        }
    }

    private void text(StringBuilder svg, Shape.Text text) {
        String anchor = text.anchor().name().toLowerCase(Locale.ROOT);
        svg.append(
                "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\"%s%s>%s</text>\n"
                        .formatted(
                                number(text.x()),
                                number(text.y()),
                                number(text.size()),
                                anchor,
                                text.isStrong() ? " font-weight=\"600\"" : "",
                                paint("fill", text.ink()),
                                MarkupText.escaped(text.text())));
    }

    private String stroke(Ink ink, double width, Dash dash) {
        String lengths =
                dash.lengths().isEmpty()
                        ? ""
                        : " stroke-dasharray=\"%s\"".formatted(numbers(dash.lengths()));
        return "%s stroke-width=\"%s\"%s".formatted(paint("stroke", ink), number(width), lengths);
    }

    private String paint(String what, Ink ink) {
        String colour = palette.colour(ink);
        return isInline
                ? " %s=\"%s\" style=\"%s:var(--prm-%s,%s)\""
                        .formatted(what, colour, what, ink.cssName(), colour)
                : " %s=\"%s\"".formatted(what, colour);
    }

    private static String numbers(List<Double> numbers) {
        return numbers.stream().map(SvgWriter::number).collect(Collectors.joining(" "));
    }

    /// Two decimals, without those that are 0.
    private static String number(double number) {
        String text = String.format(Locale.ROOT, "%.2f", number);
        text = text.replaceAll("\\.?0+$", "");
        return text.equals("-0") ? "0" : text;
    }
}
