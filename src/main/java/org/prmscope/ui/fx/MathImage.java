package org.prmscope.ui.fx;

import javafx.scene.image.Image;

/// What drawing a formula gave.
sealed interface MathImage {
    /// A picture in device pixels with its size in layout units.
    ///
    /// @param width layout units
    /// @param height layout units
    /// @param baseline layout units from the top to the line of writing
    record Drawn(Image image, double width, double height, double baseline) implements MathImage {}

    /// The formula is malformed, refused or took too long: show its source.
    record Refused(String reason) implements MathImage {}

    /// What determines a picture.
    ///
    /// @param size font size in layout units
    /// @param argb colour
    /// @param scale device pixels per layout unit
    record Request(String latex, boolean display, double size, int argb, double scale) {}
}
