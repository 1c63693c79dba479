package org.prmscope.dataset;

import java.util.ArrayList;
import java.util.List;

/// A solution's steps while a person arranges them: an immutable list with the edits of the "New
/// problem" dialog. Each edit gives a new draft, so undo is keeping the old one.
///
/// Between two steps the draft keeps the white space that stood there, so that a split undone by a
/// merge, and the other way round, gives the same text.
public final class StepDraft {
    private static final String PARAGRAPH = "\n\n";

    private final List<Piece> pieces;

    /// @param gap the white space before the text; ignored for the first piece
    private record Piece(String gap, String text) {}

    private StepDraft(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /// A draft of given steps, a blank line between each two.
    public static StepDraft of(List<String> steps) {
        return new StepDraft(steps.stream().map(step -> new Piece(PARAGRAPH, step)).toList());
    }

    /// The texts of the steps in order.
    public List<String> steps() {
        return pieces.stream().map(Piece::text).toList();
    }

    /// How many steps there are.
    public int size() {
        return pieces.size();
    }

    /// Joins step `index` and the next one.
    public StepDraft merge(int index) {
        List<Piece> edited = new ArrayList<>(pieces);
        Piece next = edited.remove(index + 1);
        Piece first = edited.get(index);
        edited.set(index, new Piece(first.gap(), first.text() + next.gap() + next.text()));
        return new StepDraft(edited);
    }

    /// Whether cutting step `index` before the character at `offset` leaves text on both sides.
    public boolean canSplit(int index, int offset) {
        String text = pieces.get(index).text();
        return offset > 0
                && offset < text.length()
                && !text.substring(0, offset).isBlank()
                && !text.substring(offset).isBlank()
                && !Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
    }

    /// Cuts step `index` before the character at `offset`; white space at the cut belongs to
    /// neither side.
    ///
    /// @throws IllegalArgumentException unless [#canSplit(int, int)]
    public StepDraft split(int index, int offset) {
        if (!canSplit(index, offset)) {
            throw new IllegalArgumentException(
                    "step %d cannot be split at %d".formatted(index, offset));
        }
        Piece whole = pieces.get(index);
        String text = whole.text();
        String left = text.substring(0, offset).stripTrailing();
        String right = text.substring(offset).stripLeading();
        String gap = text.substring(left.length(), text.length() - right.length());
        List<Piece> edited = new ArrayList<>(pieces);
        edited.set(index, new Piece(whole.gap(), left));
        edited.add(index + 1, new Piece(gap, right));
        return new StepDraft(edited);
    }

    /// Moves step `from` so that it becomes step `to`.
    public StepDraft move(int from, int to) {
        List<Piece> edited = new ArrayList<>(pieces);
        edited.add(to, edited.remove(from));
        // Neighbours changed: a gap kept from a cut inside a word would glue strangers together.
        edited.replaceAll(
                piece -> piece.gap().isEmpty() ? new Piece(PARAGRAPH, piece.text()) : piece);
        return new StepDraft(edited);
    }

    /// Puts other text in place of step `index`.
    public StepDraft replace(int index, String text) {
        List<Piece> edited = new ArrayList<>(pieces);
        edited.set(index, new Piece(pieces.get(index).gap(), text));
        return new StepDraft(edited);
    }

    /// Leaves step `index` out.
    public StepDraft remove(int index) {
        List<Piece> edited = new ArrayList<>(pieces);
        edited.remove(index);
        return new StepDraft(edited);
    }

    /// The steps without their "Step n:" heads; a step that is nothing but a head stays.
    public StepDraft withoutHeads() {
        return new StepDraft(
                pieces.stream()
                        .map(piece ->
                                new Piece(piece.gap(), StepSplitter.withoutHead(piece.text())))
                        .toList());
    }

    /// Equal when the step texts are; the white space between them is not compared.
    @Override
    public boolean equals(Object other) {
        return other instanceof StepDraft draft && steps().equals(draft.steps());
    }

    @Override
    public int hashCode() {
        return steps().hashCode();
    }

    @Override
    public String toString() {
        return steps().toString();
    }
}
