package org.prmscope.ui.compare;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.prmscope.compare.Condition;
import org.prmscope.compare.Slice;
import org.prmscope.ui.session.Remembered;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The slices that a person saved, those of the set shown.
///
/// A slice is one line: the set, its name, then the ids, separated by tabs. It is kept as the
/// solutions it had when it was saved, so that it means the same whatever is compared later.
public final class Slices {
    static final String KEY = "compare.slices";
    private static final int MOST = 100;

    private final Remembered remembered;
    private final ObservableList<Slice> shown = FXCollections.observableArrayList();
    private final ObservableList<Slice> view = FXCollections.unmodifiableObservableList(shown);
    private long set;

    Slices(Remembered remembered) {
        this.remembered = remembered;
    }

    /// Shows those of a set.
    void show(long setId) {
        set = setId;
        List<Slice> mine = new ArrayList<>();
        for (String line : lines()) {
            List<String> parts = Arrays.asList(line.split("\t", -1));
            if (parts.size() > 2 && parts.getFirst().equals(Long.toString(setId))) {
                mine.add(Slice.among(parts.get(1), parts.subList(2, parts.size())));
            }
        }
        shown.setAll(mine);
    }

    private List<String> lines() {
        String text = remembered.get(KEY);
        return text == null ? List.of() : text.lines().toList();
    }

    /// Keeps a slice, instead of the one of its name.
    void save(Slice slice) {
        List<String> ids = new ArrayList<>();
        for (Condition condition : slice.conditions()) {
            if (condition instanceof Condition.Among(List<String> members)) {
                ids.addAll(members);
            }
        }
        remove(slice);
        List<String> lines = new ArrayList<>(lines());
        lines.add(head(slice) + String.join("\t", ids));
        if (lines.size() > MOST) {
            lines.removeFirst();
        }
        write(lines);
    }

    /// Forgets a slice.
    public void remove(Slice slice) {
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> line.startsWith(head(slice)));
        write(lines);
    }

    private String head(Slice slice) {
        return "%d\t%s\t".formatted(set, slice.name().replaceAll("[\t\n\r]", " "));
    }

    private void write(List<String> lines) {
        remembered.put(KEY, String.join("\n", lines));
        show(set);
    }

    /// Those of the set shown, the oldest first.
    public ObservableList<Slice> shown() {
        return view;
    }
}
