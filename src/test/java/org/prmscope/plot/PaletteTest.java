package org.prmscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class PaletteTest {
    @ParameterizedTest
    @EnumSource
    void everyInkThatWritesTextHasContrastOfLevelAa(Palette palette) {
        for (Ink ink : Ink.values()) {
            boolean isText = !List.of(Ink.PAPER, Ink.GRID, Ink.AXIS).contains(ink);
            double contrast = contrast(palette.colour(ink), palette.colour(Ink.PAPER));
            assertTrue(!isText || contrast >= 4.5, () -> palette + " " + ink + ": " + contrast);
        }
        assertTrue(contrast(palette.colour(Ink.AXIS), palette.colour(Ink.PAPER)) >= 3);
    }

    @ParameterizedTest
    @EnumSource
    void theWindowHasTheColoursOfTheFiles(Palette palette) throws IOException {
        String sheet =
                "/org/prmscope/ui/fx/prmscope-%s.css"
                        .formatted(palette.name().toLowerCase(Locale.ROOT));
        String css;
        try (InputStream bytes =
                Objects.requireNonNull(PaletteTest.class.getResourceAsStream(sheet))) {
            css = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Ink ink : Ink.values()) {
            boolean isFrame = List.of(Ink.TEXT, Ink.MUTED, Ink.GRID, Ink.AXIS).contains(ink);
            String name = "-prm-" + (isFrame ? "plot-" : "") + ink.cssName();
            if (ink != Ink.PAPER) {
                Matcher found = Pattern.compile(name + ": (#\\w+);").matcher(css);
                assertTrue(found.find(), name);
                assertEquals(palette.colour(ink), found.group(1), name);
            }
        }
    }

    /// WCAG 2.2, contrast ratio.
    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String hex) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
