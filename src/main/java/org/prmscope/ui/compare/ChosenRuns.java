package org.prmscope.ui.compare;

import org.prmscope.compare.ComparedRun;
import org.prmscope.compare.Comparison;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunSummary;
import org.prmscope.run.Workbench;
import org.prmscope.scaling.Aggregation;
import org.prmscope.ui.session.Remembered;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which runs of a set are columns when it is opened: those that were compared last, else the two
/// newest that have a solution in common.
///
/// A set is one line of the setting: its id, then the ids of the runs, separated by tabs.
final class ChosenRuns {
    static final String KEY = "compare.runs";

    /// Sets that are remembered, those compared last.
    private static final int MOST_SETS = 100;

    /// Runs that are looked through for two with a solution in common.
    private static final int MOST_TRIED = 6;

    private final Remembered remembered;

    ChosenRuns(Remembered remembered) {
        this.remembered = remembered;
    }

    /// The runs of a set that were compared last; empty if none were.
    List<Long> of(long setId) {
        return lines().filter(line -> isOf(line, setId))
                .findFirst()
                .map(line ->
                        Arrays.stream(line.split("\t"))
                                .skip(1)
                                .filter(id -> id.matches("\\d{1,18}"))
                                .map(Long::valueOf)
                                .limit(Comparison.MOST_RUNS)
                                .toList())
                .orElse(List.of());
    }

    /// Remembers the columns of a set. One run alone is no choice: it may be all there is.
    void keep(long setId, List<Long> runs) {
        if (runs.size() < 2 || runs.equals(of(setId))) {
            return;
        }
        String line =
                Stream.concat(Stream.of(setId), runs.stream())
                        .map(String::valueOf)
                        .collect(Collectors.joining("\t"));
        remembered.put(
                KEY,
                Stream.concat(Stream.of(line), lines().filter(each -> !isOf(each, setId)))
                        .limit(MOST_SETS)
                        .collect(Collectors.joining("\n")));
    }

    private Stream<String> lines() {
        String text = remembered.get(KEY);
        return text == null ? Stream.empty() : text.lines();
    }

    private static boolean isOf(String line, long setId) {
        return line.startsWith(setId + "\t");
    }

    /// Chooses columns; off the FX thread.
    ///
    /// @param last those that were compared last
    /// @param runs of the set, the newest first
    static List<Long> choose(
            Workbench workbench,
            ReadRuns read,
            List<Solution> solutions,
            List<Long> last,
            List<RunSummary> runs,
            Cancellation cancellation)
            throws WorkbenchException {
        List<RunSummary> made = runs.stream().filter(run -> run.chains() > 0).toList();
        Set<Long> there = new HashSet<>(made.stream().map(run -> run.run().id()).toList());
        if (!last.isEmpty() && there.containsAll(last)) {
            return last;
        }
        int tried = Math.min(made.size(), MOST_TRIED);
        // One or two leave no choice; what keeps them apart is said where they are compared.
        for (int older = 1; tried > 2 && older < tried; older++) {
            for (int newer = 0; newer < older && !cancellation.isCancelled(); newer++) {
                if (share(workbench, read, solutions, made.get(newer), made.get(older))) {
                    return ids(List.of(made.get(older), made.get(newer)));
                }
            }
        }
        return ids(made.subList(0, Math.min(2, made.size())).reversed());
    }

    private static List<Long> ids(List<RunSummary> runs) {
        return runs.stream().map(run -> run.run().id()).toList();
    }

    private static boolean share(
            Workbench workbench,
            ReadRuns read,
            List<Solution> solutions,
            RunSummary one,
            RunSummary other)
            throws WorkbenchException {
        List<ComparedRun> both = List.of(read.of(workbench, one), read.of(workbench, other));
        return !Comparison.of(solutions, both, Aggregation.DEFAULT, 0).solutions().isEmpty();
    }
}
