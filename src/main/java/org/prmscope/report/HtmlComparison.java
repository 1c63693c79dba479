package org.prmscope.report;

import org.prmscope.compare.Comparison;
import org.prmscope.core.CodeMode;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.WorkbenchException;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Writes a comparison as one page of HTML that needs nothing but itself: no script, no link, no
/// font, no request. Its content security policy says so to the browser as well, should anything in
/// the text of a model look like more than text.
public final class HtmlComparison {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// In UTC, so that the page says the same wherever it was written.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private HtmlComparison() {}

    /// Writes the page to a file, whole or not at all.
    ///
    /// @throws WorkbenchException if it cannot be written
    public static void write(Path file, ComparisonPage page) throws WorkbenchException {
        OutputFile.write(file, html(page));
    }

    /// The page.
    public static String html(ComparisonPage page) {
        Comparison comparison = page.comparison();
        Html html = new Html();
        html.start("html", "lang", "en").start("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", page.set() + " · PRMScope comparison");
        html.style(PageStyle.css());
        html.endLine().start("body");
        header(html, page);
        html.start("main");
        runs(html, page);
        new HtmlSetPart(html, comparison, page.limits()).write();
        new HtmlSolutionPart(html, comparison, page.limits()).write(page.solutions());
        html.endLine().endLine().endLine();
        return html.page();
    }

    private static void header(Html html, ComparisonPage page) {
        Comparison comparison = page.comparison();
        html.start("header");
        html.element("h1", "Comparison: " + page.set());
        html.element(
                "p",
                "%s · %s · %s"
                        .formatted(
                                page.date(),
                                FigureText.count(comparison.solutions().size(), "solution")
                                        + " compared ("
                                        + comparison.slice().name()
                                        + ")",
                                "aggregation: " + comparison.aggregation().title()),
                "class",
                "quiet");
        for (String note : comparison.notes()) {
            html.element("p", note, "class", "said");
        }
        html.endLine();
    }

    private static void runs(Html html, ComparisonPage page) {
        html.start("section").element("h2", "Runs").start("div", "class", "wide").start("table");
        html.start("thead").start("tr").element("th", "", "scope", "col");
        for (int run = 0; run < page.runs().size(); run++) {
            html.start("th", "scope", "col");
            runName(html, page.comparison(), run);
            html.end();
        }
        html.end().endLine().start("tbody");
        row(html, page, "verifier", run -> run.model().name());
        row(
                html,
                page,
                "weights",
                run ->
                        "%s, %s, SHA-256 %s"
                                .formatted(
                                        run.model().architecture(),
                                        run.model().precision(),
                                        run.model().sha256()));
        row(html, page, "protocol", HtmlComparison::protocol);
        row(html, page, "scaling", run -> scaling(run.configuration().scaling()));
        row(html, page, "sampling", HtmlComparison::sampling);
        row(
                html,
                page,
                "first error",
                run -> run.configuration().stopAtFirstError() ? "stops at it" : "goes on after it");
        row(html, page, "seed", run -> Long.toString(run.configuration().seed()));
        row(html, page, "started", run -> DATE.format(run.startedAt()));
        row(html, page, "computed on", HtmlComparison::computed);
        row(html, page, "software", HtmlComparison::software);
        row(html, page, "code checks", HtmlComparison::codeChecks);
        html.end().end().end().endLine();
    }

    static void runName(Html html, Comparison comparison, int run) {
        String letter = Comparison.letter(run);
        html.element("strong", letter, "class", letter.toLowerCase(Locale.ROOT));
        html.text(
                " "
                        + comparison.runs().get(run).scaling().title()
                        + (run == comparison.pinned() ? " (reference)" : ""));
    }

    private static void row(
            Html html, ComparisonPage page, String name, Function<Run, String> fact) {
        List<String> facts = page.runs().stream().map(fact).toList();
        html.start("tr").element("th", name, "scope", "row");
        facts.forEach(text -> html.element("td", text, "class", "text"));
        html.endLine();
    }

    private static String protocol(Run run) {
        RunConfiguration configuration = run.configuration();
        String code =
                switch (configuration.protocol()) {
                    case GENPRM -> ", " + code(configuration.codeMode());
                    case THINKPRM -> "";
                };
        return "%s%s, at most %s tokens"
                .formatted(
                        configuration.protocol().title(),
                        code,
                        FigureText.count(configuration.maxTokens()));
    }

    private static String code(CodeMode mode) {
        return switch (mode) {
            case CodeMode.ANALYZE_ONLY -> "analysis only";
            case CodeMode.WITHOUT_EXECUTION -> "code is written, not run";
            case CodeMode.WITH_EXECUTION -> "code is written and run";
        };
    }

    private static String codeChecks(Run run) {
        return switch (run.configuration().protocol()) {
            case GENPRM -> run.environment().codeExecutor();
            case THINKPRM -> "none: the protocol has no code";
        };
    }

    private static String scaling(Scaling scaling) {
        StringBuilder text = new StringBuilder(scaling.title());
        Integer budget = scaling.budget();
        text.append(
                budget == null
                        ? ", no budget"
                        : ", budget " + FigureText.count(budget) + " tokens a solution");
        if (scaling.rounds() > 1) {
            text.append(", rounds opened by “")
                    .append(String.join("”, “", scaling.triggers()))
                    .append('”');
        }
        return text.toString();
    }

    private static String sampling(Run run) {
        return "temperature %s, top-p %s, top-k %s"
                .formatted(
                        run.configuration().sampling().temperature(),
                        run.configuration().sampling().topP(),
                        run.configuration().sampling().topK());
    }

    private static String computed(Run run) {
        return "%s, %s, %s"
                .formatted(
                        run.environment().computation().device(),
                        run.environment().computation().mode().name().toLowerCase(Locale.ROOT),
                        run.environment().computation().kernels());
    }

    private static String software(Run run) {
        return "PRMScope %s, ONNX Runtime %s, Java %s, %s"
                .formatted(
                        run.environment().prmscopeVersion(),
                        run.environment().onnxRuntimeVersion(),
                        run.environment().javaVersion(),
                        run.environment().operatingSystem());
    }
}
