package org.prmscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import javax.xml.parsers.DocumentBuilderFactory;

class SvgWriterTest {
    private static final String HOSTILE =
            "</title><script>alert(1)</script>\" onload='x' ]]> --> \u0000\u0007 \ud800 \u202e &amp;";

    private static Plot small(String name) {
        return Plot.of(
                "F1 against tokens",
                Axis.log("tokens", TickFormat.COUNT),
                Axis.linear("", TickFormat.DECIMAL),
                List.of(
                        Series.line(
                                name,
                                ColourRole.RUN_A,
                                List.of(
                                        new Point(
                                                500, 0.6, new Interval(0.5, 0.7), 4, "", List.of()),
                                        Point.of(1_000, 0.7))),
                        Series.line(
                                "B",
                                ColourRole.RUN_B,
                                List.of(Point.of(500, 0.5), Point.of(900, 0.55)))),
                "n = 4",
                "");
    }

    private static String svg(Plot plot, Palette palette, boolean isInline) {
        return new SvgWriter(palette, isInline)
                .svg(PlotLayout.of(plot, 240, 160, 12, new InterMetrics()));
    }

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void aSmallPlotIsWrittenAsItWasLookedAt() throws IOException {
        try (InputStream golden =
                Objects.requireNonNull(SvgWriterTest.class.getResourceAsStream("small.svg"))) {
            assertEquals(
                    new String(golden.readAllBytes(), StandardCharsets.UTF_8),
                    svg(small("A"), Palette.LIGHT, false));
        }
    }

    @Test
    void hostileNamesStayTextInWellFormedXml() throws Exception {
        for (boolean isInline : new boolean[] {true, false}) {
            String svg = svg(small(HOSTILE), Palette.DARK, isInline);
            Document document = parsed(svg);
            assertEquals(0, document.getElementsByTagName("script").getLength());
            assertFalse(svg.contains("<script"), svg);
            assertFalse(svg.contains("\u202e"), "a mark that turns text is not seen");
            assertTrue(
                    document.getElementsByTagName("title")
                            .item(0)
                            .getTextContent()
                            .contains("</title><script>alert(1)</script>\" onload='x' ]]> --> ␀␇"));
        }
    }

    @Test
    void everyRandomPlotIsWellFormedAndHasNoScriptOrLink() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            String svg = svg(new RandomPlots(seed).next(), Palette.LIGHT, false);
            parsed(svg);
            assertFalse(svg.contains("href") || svg.contains("url("), svg);
            assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
        }
    }

    @Test
    void aPageCanSetTheColoursOfAnInlinePlot() {
        String svg = svg(small("A"), Palette.LIGHT, true);
        assertTrue(svg.contains("style=\"stroke:var(--prm-run-a,#0969da)\""), svg);
        assertTrue(svg.startsWith("<svg"));
    }

    @Test
    void runsDifferInMarkerAndDashNotOnlyInColour() {
        List<ColourRole> runs =
                List.of(ColourRole.RUN_A, ColourRole.RUN_B, ColourRole.RUN_C, ColourRole.RUN_D);
        assertEquals(4, runs.stream().map(ColourRole::marker).distinct().count());
        assertEquals(4, runs.stream().map(ColourRole::dash).distinct().count());
        assertEquals(4, runs.stream().map(ColourRole::pattern).distinct().count());
        assertEquals(4, runs.stream().map(ColourRole::ink).distinct().count());
    }
}
