package org.prmscope.ui.fx;

import javafx.scene.Node;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.Shape;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

import org.jspecify.annotations.Nullable;
import org.prmscope.plot.Dash;
import org.prmscope.plot.Ink;
import org.prmscope.plot.MarkerShape;
import org.prmscope.plot.Palette;
import org.prmscope.plot.TextMeasurer;

/// Makes nodes of the shapes of a plot's layout. Nodes are drawn at the scale of the screen they
/// are on, so they stay crisp.
///
/// @param measurer the one the layout was made with
/// @param palette the colours; null leaves them to the style sheet, by classes such as `fill-run-a`
///   and `stroke-run-a`
record PlotNodes(TextMeasurer measurer, @Nullable Palette palette) {
    Node node(org.prmscope.plot.Shape shape) {
        return switch (shape) {
            case org.prmscope.plot.Shape.Line line -> {
                Line node = new Line(line.x1(), line.y1(), line.x2(), line.y2());
                yield stroked(node, line.ink(), line.width(), line.dash());
            }
            case org.prmscope.plot.Shape.Polyline line -> {
                Polyline node = new Polyline();
                node.getPoints().setAll(line.corners());
                node.setStrokeLineJoin(StrokeLineJoin.ROUND);
                yield stroked(node, line.ink(), line.width(), line.dash());
            }
            case org.prmscope.plot.Shape.Rectangle box -> rectangle(box);
            case org.prmscope.plot.Shape.Marker marker -> marker(marker);
            case org.prmscope.plot.Shape.Text text -> text(text);
        };
    }

    private Node rectangle(org.prmscope.plot.Shape.Rectangle box) {
        double in = box.isFilled() ? 0 : Math.min(0.75, Math.min(box.width(), box.height()) / 2);
        Rectangle node =
                new Rectangle(
                        box.x() + in, box.y() + in, box.width() - 2 * in, box.height() - 2 * in);
        return box.isFilled() ? filled(node, box.ink()) : stroked(node, box.ink(), 1.5, Dash.SOLID);
    }

    private Node marker(org.prmscope.plot.Shape.Marker marker) {
        if (marker.shape() == MarkerShape.CIRCLE) {
            return filled(new Circle(marker.x(), marker.y(), marker.radius()), marker.ink());
        }
        Polygon node = new Polygon();
        node.getPoints().setAll(marker.corners());
        return filled(node, marker.ink());
    }

    private Node text(org.prmscope.plot.Shape.Text text) {
        double width = measurer.width(text.text(), text.size(), text.isStrong());
        double left =
                switch (text.anchor()) {
                    case START -> text.x();
                    case MIDDLE -> text.x() - width / 2;
                    case END -> text.x() - width;
                };
        Text node = new Text(left, text.y(), text.text());
        String family = text.isStrong() ? "Inter Semi Bold" : "Inter";
        // Set for a picture without a style sheet; as a style, since what a sheet says goes first.
        node.setFont(Font.font(family, text.size()));
        node.setStyle(
                "-fx-font-family: \"%s\"; -fx-font-size: %spx;".formatted(family, text.size()));
        return filled(node, text.ink());
    }

    private Node filled(Shape node, Ink ink) {
        if (palette == null) {
            node.getStyleClass().add("fill-" + ink.cssName());
        } else {
            node.setFill(Color.web(palette.colour(ink)));
        }
        node.setMouseTransparent(true);
        return node;
    }

    private Node stroked(Shape node, Ink ink, double width, Dash dash) {
        node.setFill(null);
        node.setStrokeWidth(width);
        node.setStrokeLineCap(StrokeLineCap.BUTT);
        node.getStrokeDashArray().setAll(dash.lengths());
        if (palette == null) {
            node.getStyleClass().add("stroke-" + ink.cssName());
        } else {
            node.setStroke(Color.web(palette.colour(ink)));
        }
        node.setMouseTransparent(true);
        return node;
    }
}
