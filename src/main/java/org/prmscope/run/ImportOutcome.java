package org.prmscope.run;

import org.prmscope.core.WorkbenchException;

import java.util.List;

/// What reading a file gave: the set, and a report for each row that did not load.
public record ImportOutcome(SetSummary set, List<WorkbenchException.Report> rejected) {
    public ImportOutcome {
        rejected = List.copyOf(rejected);
    }
}
