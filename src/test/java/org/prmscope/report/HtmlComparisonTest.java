package org.prmscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Protocol;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import javax.xml.parsers.DocumentBuilderFactory;

class HtmlComparisonTest {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private static String html(String text, ComparisonPage.Limits limits) {
        Comparisons some = new Comparisons(text, 12);
        return HtmlComparison.html(some.page(limits, some.chosen()));
    }

    /// Reads the page as XML, which it is but for its `meta` elements; whatever a text would open
    /// or leave open shows.
    private static Document parsed(String html) throws Exception {
        String xml =
                html.substring("<!DOCTYPE html>\n".length())
                        .replaceAll("<meta([^>]*)>", "<meta$1/>");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static void collect(Node node, Set<String> names) {
        if (node instanceof Element element) {
            names.add(element.getTagName());
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                names.add("@" + element.getAttributes().item(i).getNodeName());
            }
        }
        NodeList children = node.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            collect(children.item(i), names);
        }
    }

    private static Set<String> names(String html) throws Exception {
        Set<String> names = new TreeSet<>();
        collect(parsed(html), names);
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "</style><img src=x onerror=alert(1)>",
                "\" onload=\"alert(1)",
                "' onmouseover='alert(1)' x='",
                "]]> <!-- --> <![CDATA[",
                "</title></pre></td></mark><base href=//evil>",
                "\u0000\u0001\u001b[31m\u007f\ud800\udfff\u202e\u2066\ufeff",
                "&lt;script&gt;&#x3c;",
                "%s %n {0} ${x} $1 \\",
                "<meta http-equiv=refresh content='0;url=//evil'>",
                "`javascript:alert(1)`"
            })
    void hostileTextAddsNoElementAndNoAttribute(String hostile) throws Exception {
        Set<String> harmless = names(html("calm", ComparisonPage.Limits.DEFAULT));
        String html = html(hostile, ComparisonPage.Limits.DEFAULT);
        assertEquals(harmless, names(html));
        assertFalse(harmless.contains("script") || harmless.contains("@href"));
        assertFalse(harmless.stream().anyMatch(name -> name.startsWith("@on")));
    }

    @Test
    void thePolicyForbidsEverythingButItsOwnStyleAndStandsBeforeAnyText() {
        String html = html("calm", ComparisonPage.Limits.DEFAULT);
        String meta =
                "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">"
                        .formatted(POLICY.replace("'", "&#39;"));
        assertTrue(html.contains(meta), html.substring(0, 400));
        assertTrue(html.indexOf(meta) < html.indexOf("<title>"));
        assertFalse(html.contains("http://") && !html.contains("http://www.w3.org/2000/svg"));
        assertFalse(html.contains("url("));
    }

    @Test
    void marksThatTurnTextAreShownAsCodes() {
        String html = html("a\u202eb", ComparisonPage.Limits.DEFAULT);
        assertFalse(html.contains("\u202e"));
        assertTrue(html.contains("a‹U+202E›b"));
    }

    @Test
    void everyVerdictHasAWordBesideItsColour() throws Exception {
        NodeList spans =
                parsed(html("calm", ComparisonPage.Limits.DEFAULT)).getElementsByTagName("span");
        int verdicts = 0;
        for (int i = 0; i < spans.getLength(); i++) {
            Element span = (Element) spans.item(i);
            if (span.getAttribute("class").startsWith("verdict")) {
                verdicts++;
                assertTrue(
                        span.getTextContent()
                                .matches("\\S (correct|incorrect|invalid|not reached|no label)"),
                        span.getTextContent());
            }
        }
        assertTrue(verdicts > 100, "verdicts: " + verdicts);
    }

    @Test
    void whatDiffersInTwoChainsIsMarked() {
        String html = html("calm", ComparisonPage.Limits.DEFAULT);
        assertTrue(html.contains("So 24 x 15 = <mark>350</mark>. calm"));
        assertTrue(html.contains("So 24 x 15 = <mark>360</mark>. calm"));
    }

    @Test
    void aProtocolWithoutCodeIsNotSaidToRunAny() {
        Comparisons some = new Comparisons("text", 2);
        ComparisonPage page = some.page(ComparisonPage.Limits.DEFAULT, List.of());
        assertTrue(HtmlComparison.html(page).contains("GenPRM, code is written and run, at most"));
        List<Run> runs =
                page.runs().stream()
                        .map(run ->
                                new Run(
                                        run.id(),
                                        run.setId(),
                                        RunConfiguration.of(Protocol.THINKPRM),
                                        run.model(),
                                        run.environment(),
                                        run.startedAt()))
                        .toList();
        String html =
                HtmlComparison.html(
                        new ComparisonPage(
                                page.comparison(),
                                page.set(),
                                page.date(),
                                runs,
                                page.solutions(),
                                page.limits()));
        assertTrue(html.contains("ThinkPRM, at most"), html);
        assertFalse(html.contains("code is written"));
        assertTrue(html.contains("none: the protocol has no code"));
    }

    @Test
    void thePageSaysWhatItLeavesOut() {
        String html = html("calm", new ComparisonPage.Limits(3, 10, 1));
        assertTrue(
                html.contains(
                        "12 solutions were chosen; this page shows the first 3 and leaves 9 out."));
        assertTrue(html.contains("This page leaves out the last 12 of 22 characters."));
        assertEquals(3, html.split("<article>", -1).length - 1);
    }

    @Test
    void aSolutionThatIsNotComparedIsNamed() {
        Comparisons some = new Comparisons("calm", 2);
        String html =
                HtmlComparison.html(
                        some.page(
                                ComparisonPage.Limits.DEFAULT,
                                List.of(new ChosenSolution("elsewhere", List.of()))));
        assertTrue(html.contains("<h3>elsewhere</h3>"));
        assertTrue(html.contains("It is not among the solutions that are compared."));
    }

    @Test
    void anEmptyComparisonIsAPageToo() throws Exception {
        Comparisons none = new Comparisons("calm", 0);
        String html = HtmlComparison.html(none.page(ComparisonPage.Limits.DEFAULT, List.of()));
        assertTrue(html.contains("No solution can be compared."));
        names(html);
    }

    @Test
    void foldersOfThePersonAreNotInThePage() {
        assertFalse(html("calm", ComparisonPage.Limits.DEFAULT).contains("/home/me"));
    }

    @Test
    void theFileHoldsThePage(@TempDir Path folder) throws Exception {
        Comparisons some = new Comparisons("calm", 4);
        ComparisonPage page = some.page(ComparisonPage.Limits.DEFAULT, some.chosen());
        Path file = folder.resolve("page.html");
        HtmlComparison.write(file, page);
        assertEquals(HtmlComparison.html(page), Files.readString(file));
    }
}
