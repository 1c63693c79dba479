package org.prmscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.prmscope.compare.Comparison;
import org.prmscope.plot.Axis;
import org.prmscope.plot.Bar;
import org.prmscope.plot.ColourRole;
import org.prmscope.plot.Interval;
import org.prmscope.plot.Plot;
import org.prmscope.plot.Point;
import org.prmscope.plot.Series;
import org.prmscope.plot.TickFormat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class DataTableTest {
    /// A reader of RFC 4180's grammar, written from the RFC.
    private static List<List<String>> read(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (isQuoted) {
                if (c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    isQuoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"') {
                assertTrue(field.isEmpty(), "a quote inside a plain field");
                isQuoted = true;
            } else if (c == ',' || c == '\r') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\r') {
                    assertEquals('\n', csv.charAt(++i));
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else {
                assertTrue(c != '\n', "a bare line feed");
                field.append(c);
            }
        }
        assertTrue(!isQuoted && field.isEmpty() && row.isEmpty(), "the last row ends with CRLF");
        return rows;
    }

    @Test
    void anyTextIsReadBackFromCsv() {
        List<String> parts = List.of("a", ",", "\"", "\n", "\r\n", "\r", " ", "", "é", ";", "=1+1");
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            int columns = 1 + random.nextInt(4);
            List<String> names = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                names.add(i + parts.get(random.nextInt(parts.size())));
            }
            List<List<String>> expected = new ArrayList<>(List.of(names));
            List<List<Cell>> rows = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                List<String> texts = new ArrayList<>();
                for (int column = 0; column < columns; column++) {
                    StringBuilder text = new StringBuilder();
                    for (int n = random.nextInt(5); n > 0; n--) {
                        text.append(parts.get(random.nextInt(parts.size())));
                    }
                    texts.add(text.toString());
                }
                expected.add(texts.stream().map(DataTableTest::harmless).toList());
                rows.add(texts.stream().map(Cell::of).toList());
            }
            assertEquals(expected, read(new DataTable(names, rows).csv()));
        }
    }

    private static String harmless(String text) {
        return text.startsWith("=") || text.startsWith("\r") ? "'" + text : text;
    }

    @Test
    void aTextThatASpreadsheetWouldRunIsMadeAText() {
        for (String hostile : List.of("=HYPERLINK(\"x\")", "+1", "-1", "@SUM(1)", "\t=1", "\r=1")) {
            DataTable table =
                    new DataTable(
                            List.of("text", "names"),
                            List.of(List.of(Cell.of(hostile), Cell.of(List.of(hostile)))));
            assertEquals(List.of("'" + hostile, "'" + hostile), read(table.csv()).get(1));
        }
        DataTable numbers = new DataTable(List.of("n"), List.of(List.of(new Cell.Value(-1.5))));
        assertEquals("n\r\n-1.5\r\n", numbers.csv());
    }

    @Test
    void valuesOfEveryKindAreWritten() throws Exception {
        DataTable table =
                new DataTable(
                        List.of("text", "number", "count", "truth", "names", "none"),
                        List.of(
                                List.of(
                                        Cell.of("a, \"b\""),
                                        new Cell.Value(0.1 + 0.2),
                                        Cell.of(1L << 53),
                                        Cell.of(true),
                                        Cell.of(List.of("s1", "s2")),
                                        Cell.ofNumber(null))));
        assertEquals(
                "text,number,count,truth,names,none\r\n"
                        + "\"a, \"\"b\"\"\",0.30000000000000004,9007199254740992,true,s1;s2,\r\n",
                table.csv());
        JsonNode row = new ObjectMapper().readTree(table.jsonLines());
        assertEquals("a, \"b\"", row.get("text").asText());
        assertEquals(0.1 + 0.2, row.get("number").doubleValue());
        assertEquals(2, row.get("names").size());
        assertTrue(row.get("none").isNull());
    }

    @Test
    void tablesThatDoNotFitAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new DataTable(List.of("a", "a"), List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DataTable(List.of("a"), List.of(List.of())));
        assertThrows(IllegalArgumentException.class, () -> new Cell.Value(Double.NaN));
    }

    @Test
    void thePointsOfAPlotAreRows() {
        Plot plot =
                Plot.of(
                        "t",
                        Axis.categories("steps", List.of("few", "many")),
                        Axis.linear("F1", TickFormat.DECIMAL),
                        List.of(
                                Series.points(
                                        "A",
                                        ColourRole.RUN_A,
                                        List.of(
                                                new Point(
                                                        1,
                                                        0.5,
                                                        new Interval(0.25, 0.75),
                                                        4,
                                                        "",
                                                        List.of("s1")))),
                                Series.bars(
                                        "B",
                                        ColourRole.RUN_B,
                                        List.of(Bar.ofCategory(0, 3, "d", List.of())))),
                        "",
                        "");
        assertEquals(
                List.of(
                        List.of(
                                "t", "A", "steps", "many", "", "F1", "0.5", "0.25", "0.75", "4", "",
                                "s1"),
                        List.of("t", "B", "steps", "few", "", "F1", "3.0", "", "", "", "d", "")),
                read(PlotData.of(plot).csv()).subList(1, 3));
    }

    @Test
    void theTablesOfAComparisonHaveARowForEachOfItsParts() {
        Comparison comparison = new Comparisons("calm", 12).comparison();
        ComparisonTables tables = new ComparisonTables(comparison);
        assertEquals(2, tables.runs().rows().size());
        assertEquals(12, tables.solutions().rows().size());
        assertEquals(1, tables.pairs().rows().size());
        assertEquals(
                comparison.set().curves().stream().mapToInt(curve -> curve.points().size()).sum(),
                tables.curves().rows().size());
        assertTrue(tables.facets().rows().size() > 3);
        assertEquals(List.of(), tables.excluded().rows());
        assertEquals(new Cell.Count(-1), tables.solutions().rows().getFirst().get(1));
        assertEquals(new Cell.Count(1), tables.solutions().rows().get(1).get(1));
    }

    @Test
    void thePlotsOfAComparisonShowWhatItsTablesHold() {
        Comparison comparison = new Comparisons("calm", 12).comparison();
        ComparisonPlots plots = new ComparisonPlots(comparison);
        assertEquals(
                new ComparisonTables(comparison).curves().rows().size(),
                PlotData.of(plots.f1()).rows().size());
        assertEquals(40, PlotData.of(plots.scores()).rows().size());
        assertTrue(new ComparisonPlots(new Comparisons("", 0).comparison()).f1().isEmpty());
        comparison.set().facets(1).forEach(table -> plots.facet(table).words());
    }
}
