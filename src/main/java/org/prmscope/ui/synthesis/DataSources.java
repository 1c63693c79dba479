package org.prmscope.ui.synthesis;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunSummary;
import org.prmscope.run.Workbench;

import java.util.ArrayList;
import java.util.List;

/// The runs of a set whose chains can be looked at, and choosing among them.
final class DataSources {
    private DataSources() {}

    /// What a set has.
    ///
    /// @param sources every run that has chains, the newest first, each followed by the filters
    ///   saved over it
    /// @param runs ids of all its runs, those without chains included
    record Found(List<DataSource> sources, List<Long> runs) {
        Found {
            sources = List.copyOf(sources);
            runs = List.copyOf(runs);
        }
    }

    /// Looks up the runs of a set and the filters saved over them.
    static Found of(Workbench workbench, long setId) throws WorkbenchException {
        List<SynthesisRun> saved = workbench.synthesis().all();
        List<DataSource> sources = new ArrayList<>();
        List<Long> runs = new ArrayList<>();
        for (RunSummary run : workbench.runs(setId)) {
            runs.add(run.run().id());
            if (run.chains() > 0) {
                sources.add(new DataSource(run, null));
                for (SynthesisRun each : saved) {
                    if (each.runId() == run.run().id()) {
                        sources.add(new DataSource(run, each));
                    }
                }
            }
        }
        return new Found(sources, runs);
    }

    /// What is shown unless something else is chosen: the newest filters that were saved, else the
    /// newest run of several chains a solution, else the newest run.
    static DataSource usual(List<DataSource> sources) {
        DataSource found = sources.getFirst();
        long newest = -1;
        boolean several = false;
        for (DataSource each : sources) {
            SynthesisRun saved = each.saved();
            if (saved != null && saved.id() > newest) {
                newest = saved.id();
                found = each;
            } else if (newest < 0 && !several && chains(each) > 1) {
                several = true;
                found = each;
            }
        }
        return found;
    }

    private static int chains(DataSource source) {
        return source.run().run().configuration().scaling().chains();
    }

    /// The run alone, null if it is not there.
    static @Nullable DataSource run(List<DataSource> sources, long runId) {
        int at = indexOfRun(sources, runId);
        return at < 0 ? null : sources.get(at);
    }

    static int indexOfRun(List<DataSource> sources, long runId) {
        for (int at = 0; at < sources.size(); at++) {
            if (sources.get(at).run().run().id() == runId) {
                return at;
            }
        }
        return -1;
    }

    /// The same run and filters as they are now.
    static @Nullable DataSource same(List<DataSource> sources, DataSource before) {
        for (DataSource each : sources) {
            if (each.brief().equals(before.brief())) {
                return each;
            }
        }
        return null;
    }
}
