package org.prmscope.ui.fx;

import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Paints the visible lines of a [TokenPane] and keeps its colours, which the style sheet sets.
final class TokenPainter {
    /// What has a colour of its own.
    enum Part {
        FOREGROUND("-prm-foreground"),
        QUIET("-prm-quiet"),
        HEAT("-prm-heat-colour"),
        MARK("-prm-mark"),
        OUTLINE("-prm-outline"),
        OUTLINE_FILL("-prm-outline-fill"),
        DECISION("-prm-decision");

        private final String css;

        Part(String css) {
            this.css = css;
        }
    }

    /// What to paint.
    ///
    /// @param top layout units scrolled away
    record Scene(
            TokenTrace trace,
            TokenSpan span,
            Set<Integer> decisions,
            @Nullable Integer caret,
            @Nullable Integer hovered,
            boolean focused,
            double top) {}

    /// The grid of characters, in layout units.
    ///
    /// @param ascent from a line's top to its line of writing
    record Grid(Font font, double column, double line, double ascent) {}

    private static final StyleablePropertyFactory<TokenPane> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    /// The heat of a token that had no chance; less than opaque, so that text stays readable.
    private static final double HOTTEST = 0.6;

    private final Map<Part, StyleableProperty<Color>> colours = new EnumMap<>(Part.class);

    TokenPainter(TokenPane pane) {
        for (Part part : Part.values()) {
            StyleableProperty<Color> colour =
                    FACTORY.createStyleableColorProperty(
                            pane, part.name(), part.css, any -> any.colour(part), Color.GRAY);
            colours.put(part, colour);
            pane.follow((ObservableValue<?>) colour);
        }
    }

    static List<CssMetaData<? extends Styleable, ?>> cssMetaData() {
        return FACTORY.getCssMetaData();
    }

    StyleableProperty<Color> property(Part part) {
        StyleableProperty<Color> colour = colours.get(part);
        if (colour == null) {
            throw new IllegalStateException("no colour for " + part);
        }
        return colour;
    }

    void paint(Canvas canvas, TokenLayout layout, Scene scene, Grid grid) {
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        pen.setFont(grid.font());
        int first = Math.max((int) (scene.top() / grid.line()), 0);
        int last =
                Math.min(
                        (int) ((scene.top() + canvas.getHeight()) / grid.line()),
                        layout.lineCount() - 1);
        for (int line = first; line <= last; line++) {
            double y = Math.round(line * grid.line() - scene.top());
            for (TokenLayout.Cell cell : layout.line(line)) {
                background(pen, scene, cell, y, grid);
            }
            for (TokenLayout.Cell cell : layout.line(line)) {
                text(pen, scene, cell, y, grid);
            }
        }
    }

    private void background(
            GraphicsContext pen, Scene scene, TokenLayout.Cell cell, double y, Grid grid) {
        int position = scene.span().start() + cell.token();
        double x = cell.column() * grid.column();
        double width = cell.columns() * grid.column();
        double top = y + 2;
        double height = grid.line() - 4;
        double heat = heat(scene.trace(), position);
        if (heat > 0.02) {
            Color colour = colour(Part.HEAT);
            pen.setFill(colour.deriveColor(0, 1, 1, heat * HOTTEST));
            pen.fillRect(x, top, width - 1, height);
        }
        Integer caret = scene.caret();
        Integer hovered = scene.hovered();
        boolean isCaret = caret != null && caret == position;
        boolean isHovered = hovered != null && hovered == position;
        if (isCaret || isHovered) {
            pen.setFill(colour(Part.OUTLINE_FILL));
            pen.fillRoundRect(x, top, width - 1, height, 4, 4);
            outline(pen, Part.OUTLINE, isCaret && scene.focused() ? 2 : 1, x, top, width, height);
        } else if (scene.decisions().contains(position)) {
            outline(pen, Part.DECISION, 1.5, x, top, width, height);
        }
    }

    private void outline(
            GraphicsContext pen,
            Part part,
            double stroke,
            double x,
            double y,
            double width,
            double height) {
        pen.setStroke(colour(part));
        pen.setLineWidth(stroke);
        pen.strokeRoundRect(x + 0.5, y + 0.5, width - 2, height - 1, 4, 4);
    }

    private void text(
            GraphicsContext pen, Scene scene, TokenLayout.Cell cell, double y, Grid grid) {
        int position = scene.span().start() + cell.token();
        TokenOrigin origin = scene.trace().origin(position);
        double x = cell.column() * grid.column();
        double base = y + grid.ascent();
        pen.setFill(colour(origin == TokenOrigin.GENERATED ? Part.FOREGROUND : Part.QUIET));
        String text = cell.text();
        if (text.length() == cell.columns() && text.chars().allMatch(c -> c > ' ' && c < 127)) {
            pen.fillText(text, x, base);
        } else {
            characters(pen, text, x, base, grid);
        }
        if (origin == TokenOrigin.INJECTED) {
            pen.setStroke(colour(Part.MARK));
            pen.setLineWidth(1);
            pen.strokeLine(
                    x,
                    y + grid.line() - 2.5,
                    x + cell.columns() * grid.column(),
                    y + grid.line() - 2.5);
        }
    }

    /// One by one, since wide characters take two columns and white space is drawn as a mark.
    private void characters(GraphicsContext pen, String text, double left, double base, Grid grid) {
        double x = left;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            if (codePoint == ' ') {
                space(pen, x, base, grid.column());
            } else if (codePoint == TokenLayout.NEWLINE) {
                newline(pen, x, base, grid.column());
            } else {
                pen.fillText(Character.toString(codePoint), x, base);
            }
            x += TokenLayout.columns(codePoint) * grid.column();
            at += Character.charCount(codePoint);
        }
    }

    private void space(GraphicsContext pen, double x, double base, double column) {
        pen.setStroke(colour(Part.MARK));
        pen.setLineWidth(1);
        double left = Math.round(x + column * 0.2) + 0.5;
        double right = Math.round(x + column * 0.8) - 0.5;
        double bottom = Math.round(base + 2) + 0.5;
        pen.strokePolyline(
                new double[] {left, left, right, right},
                new double[] {bottom - 2, bottom, bottom, bottom - 2},
                4);
    }

    private void newline(GraphicsContext pen, double x, double base, double column) {
        pen.setStroke(colour(Part.MARK));
        pen.setLineWidth(1);
        double right = Math.round(x + column) - 0.5;
        double left = Math.round(x) + 0.5;
        double middle = Math.round(base - column * 0.4) + 0.5;
        double top = middle - Math.round(column * 0.7);
        pen.strokePolyline(
                new double[] {right, right, left}, new double[] {top, middle, middle}, 3);
        pen.strokePolyline(
                new double[] {left + 2, left, left + 2},
                new double[] {middle - 2, middle, middle + 2},
                3);
    }

    /// One minus the probability of a sampled token, 0 for one that was not sampled.
    static double heat(TokenTrace trace, int position) {
        float logProbability = trace.logProbability(position);
        return Float.isNaN(logProbability) ? 0 : Math.clamp(1 - Math.exp(logProbability), 0, 1);
    }

    private Color colour(Part part) {
        return property(part).getValue();
    }
}
