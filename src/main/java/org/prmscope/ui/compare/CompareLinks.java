package org.prmscope.ui.compare;

import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.CountLink;

import java.util.List;

/// Counts of solutions that select the solutions behind them.
final class CompareLinks {
    private CompareLinks() {}

    /// A count that selects the solutions behind it.
    static CountLink count(CompareViewModel model, String name, List<String> ids) {
        CountLink link = new CountLink();
        fill(link, model, name, ids);
        return link;
    }

    /// Makes a link count other solutions.
    static void fill(CountLink link, CompareViewModel model, String name, List<String> ids) {
        String count = Figures.count(ids.size());
        if (ids.isEmpty()) {
            link.showPlain(count);
            return;
        }
        link.show(
                count,
                Figures.count(ids.size(), "solution") + ", " + name,
                "Show these solutions: " + name,
                () -> model.select(name, ids));
    }
}
