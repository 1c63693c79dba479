package org.prmscope.plot;

/// Says how wide a text will be.
@FunctionalInterface
public interface TextMeasurer {
    /// The width of a line of text.
    ///
    /// @param size of the font, in layout units
    /// @return layout units
    double width(String text, double size, boolean strong);
}
