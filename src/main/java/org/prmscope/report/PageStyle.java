package org.prmscope.report;

import org.prmscope.plot.Ink;
import org.prmscope.plot.Palette;

/// The style sheet of a page: light, dark where the reader's system is, light again on paper.
final class PageStyle {
    private static final String LIGHT_VERDICTS =
            """
            --ok: #0b6e5f; --ok-bg: #d5f5ec; --bad: #c5221f; --bad-bg: #ffe9e7; --odd: #8a5a00;
            --odd-bg: #fff3c9; --none: #57606a; --quiet: #f6f8fa; --mark: #fff0b3; --on-mark: #24292f;
            """;

    private static final String DARK_VERDICTS =
            """
            --ok: #45cdb1; --ok-bg: #0e302b; --bad: #ff8078; --bad-bg: #3d1518; --odd: #e3b341;
            --odd-bg: #33270d; --none: #8b949e; --quiet: #161b22; --mark: #4d3d00; --on-mark: #ffffff;
            """;

    private static final String RULES =
            """
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--prm-paper);
              color: var(--prm-text); font: 15px/1.5 Inter, system-ui, "Segoe UI", Arial, sans-serif; }
            h1 { font-size: 1.6rem; margin: 0 0 .3rem; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem;
              padding-bottom: .3rem; border-bottom: 1px solid var(--prm-grid); }
            h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; } h4 { font-size: .95rem; margin: 1rem 0 .3rem; }
            h5 { font-size: .9rem; margin: .4rem 0; }
            p { margin: .4rem 0; } .quiet { color: var(--prm-muted); }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; margin: .5rem 0 1rem; }
            caption { text-align: left; font-weight: 600; padding: .3rem 0; }
            th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0;
              border-bottom: 1px solid var(--prm-grid); }
            thead th { color: var(--prm-muted); font-weight: 500; font-size: .9rem; }
            td.figure { font-family: "JetBrains Mono", ui-monospace, Consolas, monospace; font-size: .9rem; }
            .a { color: var(--prm-run-a); } .b { color: var(--prm-run-b); }
            .c { color: var(--prm-run-c); } .d { color: var(--prm-run-d); }
            .verdict { display: inline-block; padding: 0 .55rem; border-radius: 1rem; white-space: nowrap;
              border: 1px solid transparent; }
            .correct { color: var(--ok); background: var(--ok-bg); }
            .incorrect { color: var(--bad); background: var(--bad-bg); }
            .invalid { color: var(--odd); background: var(--odd-bg); }
            .not-reached { color: var(--none); border-color: var(--prm-grid); }
            .cells { font-family: "JetBrains Mono", ui-monospace, Consolas, monospace; }
            .cells span { display: inline-block; border-radius: 3px; padding: 0 .2em; margin: 1px 2px 1px 0; }
            tr.differs > th { border-left: 4px solid var(--prm-run-a); padding-left: .5rem; }
            tr > th:first-child { padding-left: .5rem; border-left: 4px solid transparent; }
            .steps td:nth-child(2) { min-width: 16rem; max-width: 34rem; }
            .text { white-space: pre-wrap; overflow-wrap: anywhere; }
            .plots { display: flex; flex-wrap: wrap; gap: 1.5rem; } .plots figure { margin: 0; flex: 1 1 26rem; }
            svg { max-width: 100%; height: auto; }
            .chains { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
            pre { margin: 0; padding: .8rem; background: var(--quiet); border-radius: 6px;
              white-space: pre-wrap; overflow-wrap: anywhere;
              font: .85rem/1.5 "JetBrains Mono", ui-monospace, Consolas, monospace; }
            mark { background: var(--mark); color: var(--on-mark); text-decoration: underline; }
            .said { border-left: 4px solid var(--odd); padding: .2rem .8rem; margin: .6rem 0; }
            @media print {
              body { max-width: none; padding: 0; font-size: 10pt; }
              h2, h3, h4 { break-after: avoid; } tr, figure { break-inside: avoid; }
              thead { display: table-header-group; } pre { border: 1px solid #d8dee4; }
              .chains { grid-template-columns: 1fr 1fr; }
              * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
            }
            """;

    private PageStyle() {}

    static String css() {
        return ":root { color-scheme: light dark;\n"
                + inks(Palette.LIGHT)
                + LIGHT_VERDICTS
                + "}\n@media screen and (prefers-color-scheme: dark) { :root {\n"
                + inks(Palette.DARK)
                + DARK_VERDICTS
                + "} }\n"
                + RULES;
    }

    private static String inks(Palette palette) {
        StringBuilder inks = new StringBuilder();
        for (Ink ink : Ink.values()) {
            inks.append("--prm-%s: %s; ".formatted(ink.cssName(), palette.colour(ink)));
        }
        return inks.append('\n').toString();
    }
}
