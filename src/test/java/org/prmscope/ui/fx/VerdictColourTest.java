package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Computes from the style sheets that verdicts can be read and told apart.
class VerdictColourTest {
    private static final Pattern COLOUR = Pattern.compile("(-[\\w-]+):\\s*(#[0-9a-fA-F]{6})\\s*;");
    private static final List<String> VERDICTS =
            List.of("correct", "incorrect", "invalid", "not-reached");

    /// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
    private static final double[][] DEUTERANOPIA = {
        {0.367322, 0.860646, -0.227968},
        {0.280085, 0.672501, 0.047413},
        {-0.011820, 0.042940, 0.968881}
    };

    private static final double[][] PROTANOPIA = {
        {0.152286, 1.052583, -0.204868},
        {0.114503, 0.786281, 0.099216},
        {-0.003882, -0.048116, 1.051998}
    };

    private static Map<String, String> colours(String theme) throws IOException {
        Map<String, String> colours = new HashMap<>();
        for (String sheet :
                List.of(
                        "/atlantafx/base/theme/primer-" + theme + ".css",
                        "/org/prmscope/ui/fx/prmscope-" + theme + ".css")) {
            try (InputStream bytes =
                    Objects.requireNonNull(
                            VerdictColourTest.class.getResourceAsStream(sheet), sheet)) {
                Matcher found =
                        COLOUR.matcher(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
                while (found.find()) {
                    colours.putIfAbsent(found.group(1), found.group(2));
                }
            }
        }
        return colours;
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void verdictTextHasContrastOfLevelAa(String theme) throws IOException {
        Map<String, String> colours = colours(theme);
        for (String verdict : VERDICTS) {
            String text = colour(colours, "-prm-" + verdict + "-fg");
            for (String behind :
                    List.of("-prm-" + verdict + "-bg", "-color-bg-default", "-color-bg-subtle")) {
                double contrast = contrast(text, colour(colours, behind));
                assertTrue(contrast >= 4.5, () -> verdict + " on " + behind + ": " + contrast);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void barsAndCellsStandOutFromThePage(String theme) throws IOException {
        Map<String, String> colours = colours(theme);
        for (String verdict : List.of("correct", "incorrect", "invalid")) {
            double contrast =
                    contrast(
                            colour(colours, "-prm-" + verdict + "-fill"),
                            colour(colours, "-color-bg-default"));
            assertTrue(contrast >= 3, () -> verdict + ": " + contrast);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void codeColoursHaveContrastOfLevelAa(String theme) throws IOException {
        Map<String, String> colours = colours(theme);
        for (String kind :
                List.of("keyword", "builtin", "number", "string", "comment", "definition")) {
            double contrast =
                    contrast(colour(colours, "-prm-code-" + kind), colour(colours, "-prm-code-bg"));
            assertTrue(contrast >= 4.5, () -> kind + ": " + contrast);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyTwoFillsStayApartWithoutRedOrGreenVision(String theme) throws IOException {
        Map<String, String> colours = colours(theme);
        for (double[][] vision : List.of(DEUTERANOPIA, PROTANOPIA)) {
            for (String one : VERDICTS) {
                for (String other : VERDICTS) {
                    if (one.compareTo(other) < 0) {
                        double distance =
                                distance(
                                        colour(colours, "-prm-" + one + "-fill"),
                                        colour(colours, "-prm-" + other + "-fill"),
                                        vision);
                        assertTrue(distance >= 20, () -> one + " and " + other + ": " + distance);
                    }
                }
            }
        }
    }

    private static String colour(Map<String, String> colours, String name) {
        return Objects.requireNonNull(colours.get(name), name);
    }

    /// WCAG 2.2, contrast ratio.
    private static double contrast(String one, String other) {
        double a = luminance(linear(one));
        double b = luminance(linear(other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(double[] rgb) {
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    private static double[] linear(String hex) {
        double[] rgb = new double[3];
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            rgb[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        }
        return rgb;
    }

    /// CIE76 colour difference of what a viewer with that vision sees.
    private static double distance(String one, String other, double[][] vision) {
        double[] a = lab(seen(linear(one), vision));
        double[] b = lab(seen(linear(other), vision));
        return Math.sqrt(
                Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private static double[] seen(double[] rgb, double[][] vision) {
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                sum += vision[i][j] * rgb[j];
            }
            seen[i] = Math.clamp(sum, 0, 1);
        }
        return seen;
    }

    private static double[] lab(double[] rgb) {
        double x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
        double y = f(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        double z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double f(double t) {
        return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
    }
}
