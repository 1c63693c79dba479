package org.prmscope.ui.compare;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.prmscope.compare.Condition;
import org.prmscope.compare.Slice;
import org.prmscope.ui.session.Remembered;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The slices that a person saved, those of the set shown.
///
/// A slice is one line: the set, its name, then the ids, separated by tabs; a tab, line break or
/// backslash inside one is written `\t`, `\n`, `\r`, `\\`. It is kept as the solutions it had when
/// it was saved, so that it means the same whatever is compared later.
public final class Slices {
    static final String KEY = "compare.slices";

    /// Slices that one set has, at most.
    static final int MOST = 100;

    private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\tnr])");

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
        shown.setAll(
                lines().filter(line -> isOf(line, setId))
                        .map(line -> Slice.among(name(line), ids(line)))
                        .toList());
    }

    private Stream<String> lines() {
        String text = remembered.get(KEY);
        return text == null ? Stream.empty() : text.lines();
    }

    private static boolean isOf(String line, long setId) {
        String[] parts = line.split("\t", -1);
        return parts.length > 2 && parts[0].equals(Long.toString(setId));
    }

    private static String name(String line) {
        return plain(line.split("\t", -1)[1]);
    }

    private static List<String> ids(String line) {
        String[] parts = line.split("\t", -1);
        return Arrays.stream(parts, 2, parts.length).map(Slices::plain).toList();
    }

    /// Whether a slice can be kept: there is one of its name, or fewer than the most.
    public boolean hasRoom(Slice slice) {
        return shown.size() < MOST || shown.stream().anyMatch(one -> isNamed(one, slice));
    }

    private static boolean isNamed(Slice one, Slice other) {
        return one.name().equals(other.name());
    }

    /// Keeps a slice, instead of the one of its name; nothing happens where there is no room.
    void save(Slice slice) {
        if (!hasRoom(slice)) {
            return;
        }
        List<String> parts = new ArrayList<>(List.of(Long.toString(set), escaped(slice.name())));
        for (Condition condition : slice.conditions()) {
            if (condition instanceof Condition.Among(List<String> members)) {
                members.forEach(id -> parts.add(escaped(id)));
            }
        }
        write(Stream.concat(others(slice), Stream.of(String.join("\t", parts))));
    }

    /// Forgets a slice.
    public void remove(Slice slice) {
        write(others(slice));
    }

    private Stream<String> others(Slice slice) {
        return lines().filter(line -> !isOf(line, set) || !name(line).equals(slice.name()));
    }

    private void write(Stream<String> lines) {
        remembered.put(KEY, lines.collect(Collectors.joining("\n")));
        show(set);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String plain(String escaped) {
        return ESCAPE.matcher(escaped)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                switch (found.group(1)) {
                                    case "t" -> "\t";
                                    case "n" -> "\n";
                                    case "r" -> "\r";
                                    default -> "\\";
                                }));
    }

    /// Those of the set shown, the oldest first.
    public ObservableList<Slice> shown() {
        return view;
    }
}
