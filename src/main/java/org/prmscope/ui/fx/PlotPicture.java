package org.prmscope.ui.fx;

import javafx.geometry.Rectangle2D;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.transform.Scale;

import org.prmscope.plot.Ink;
import org.prmscope.plot.InterMetrics;
import org.prmscope.plot.Palette;
import org.prmscope.plot.Plot;
import org.prmscope.plot.PlotLayout;
import org.prmscope.plot.SvgWriter;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

/// A plot as a picture to keep: the same layout as on the screen, in the colours of a palette.
///
/// @param width in layout units
/// @param fontSize of the title, in layout units
public record PlotPicture(
        Plot plot, double width, double height, double fontSize, Palette palette) {
    private static final double PNG_SCALE = 2;

    /// The colours of a theme.
    public static Palette palette(Theme.Mode mode) {
        return switch (mode) {
            case LIGHT -> Palette.LIGHT;
            case DARK -> Palette.DARK;
        };
    }

    /// The picture as SVG.
    public String svg() {
        return new SvgWriter(palette, false).svg(layout());
    }

    /// The picture with two pixels for each layout unit; only on the FX thread.
    public WritableImage image() {
        PlotLayout layout = layout();
        PlotNodes nodes = new PlotNodes(new InterMetrics(), palette);
        Group group = new Group();
        layout.shapes().forEach(shape -> group.getChildren().add(nodes.node(shape)));
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(Color.web(palette.colour(Ink.PAPER)));
        parameters.setTransform(new Scale(PNG_SCALE, PNG_SCALE));
        int wide = (int) Math.ceil(layout.width() * PNG_SCALE);
        int high = (int) Math.ceil(layout.height() * PNG_SCALE);
        parameters.setViewport(new Rectangle2D(0, 0, wide, high));
        return group.snapshot(parameters, new WritableImage(wide, high));
    }

    /// An image as PNG; on any thread.
    public static byte[] png(WritableImage image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        copy.setRGB(0, 0, width, height, pixels, 0, width);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(copy, "png", bytes)) {
                throw new IllegalStateException("no writer of PNG");
            }
        } catch (IOException failure) {
            throw new IllegalStateException("writing to memory failed", failure);
        }
        return bytes.toByteArray();
    }

    private PlotLayout layout() {
        return PlotLayout.of(plot, width, height, fontSize, new InterMetrics());
    }
}
