package org.prmscope.ui.fx;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane.ScrollBarPolicy;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/// Source code or output: monospaced, with line numbers and Python colours, as tall as its content
/// up to a limit, read-only unless said otherwise.
///
/// The only place that knows the rich-text control. A line longer than 4,000 characters and a text
/// longer than 200,000 are cut in the display, with a note; [#getText()] stays whole, and such a
/// text cannot be edited. A mouse wheel over it scrolls the surrounding pane unless there is more
/// of the code to see.
public final class CodePane extends Region {
    /// How to colour the text.
    public enum Language {
        PYTHON,
        PLAIN
    }

    static final int LONGEST_LINE = 4_000;
    static final int LONGEST_TEXT = 200_000;

    private final CodeArea area = new CodeArea();
    private final VirtualizedScrollPane<CodeArea> scroller = new VirtualizedScrollPane<>(area);
    private final Text probe = new Text("0".repeat(50));
    private final Language language;
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private String whole = "";
    private String shown = "";
    private boolean fillWaits = true;
    private boolean isLaidOut;
    private boolean cut;
    private boolean wantsEditing;
    private int maxRows = 24;
    private boolean lineNumbers;
    private @Nullable Integer errorLine;

    /// An empty read-only pane.
    public CodePane(Language language) {
        this.language = language;
        getStyleClass().add("code-pane");
        probe.setManaged(false);
        probe.getStyleClass().add("text");
        probe.setOpacity(0);
        probe.setMouseTransparent(true);
        area.setEditable(false);
        area.setWrapText(false);
        area.setAutoHeight(false);
        scroller.setVbarPolicy(ScrollBarPolicy.NEVER);
        scroller.setHbarPolicy(ScrollBarPolicy.NEVER);
        getChildren().addAll(scroller, probe);
        area.plainTextChanges().subscribe(_ -> changed());
        probe.fontProperty().subscribe(this::requestLayout);
        addEventFilter(ScrollEvent.SCROLL, this::passOnScroll);
        setLineNumbers(language == Language.PYTHON);
    }

    /// Replaces the text; forgets undo and moves to the top.
    public void setText(String text) {
        shown = display(text);
        cut = !shown.equals(text);
        whole = text;
        errorLine = null;
        fillWaits = true;
        this.text.set(text);
        applyEditable();
        if (isStyled()) {
            fill();
        }
        requestLayout();
    }

    /// The rich-text control styles its lines as they are made, which must not be before the style
    /// sheet's variables are known: the lines are made in the first layout within a scene.
    private boolean isStyled() {
        return getScene() != null && isLaidOut;
    }

    private void fill() {
        area.setParagraphGraphicFactory(lineNumbers ? this::lineNumber : null);
        area.replaceText(shown);
        // The same text again is no change, but has lost its colours.
        colour();
        // From now on what changes is edited.
        fillWaits = false;
        area.getUndoManager().forgetHistory();
        area.moveTo(0);
        area.requestFollowCaret();
        markError();
    }

    /// The text as it stands; while editing, with the edits.
    public String getText() {
        return cut || fillWaits ? whole : area.getText();
    }

    /// What [#getText()] gives, following edits.
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    /// Lets the text be edited, unless its display is cut.
    public void setEditable(boolean editable) {
        wantsEditing = editable;
        applyEditable();
    }

    /// True while the text can be edited.
    public boolean isEditable() {
        return area.isEditable();
    }

    /// Shows or hides line numbers; shown for Python, hidden for plain text at first.
    public void setLineNumbers(boolean shown) {
        lineNumbers = shown;
        if (!fillWaits && isStyled()) {
            area.setParagraphGraphicFactory(shown ? this::lineNumber : null);
        }
    }

    /// How many rows it grows to before it scrolls; 24 at first.
    public void setMaxRows(int rows) {
        maxRows = rows;
        requestLayout();
    }

    /// Marks a line as the place of an exception.
    ///
    /// @param line from 1; null marks none
    public void setErrorLine(@Nullable Integer line) {
        Integer old = errorLine;
        errorLine = line;
        if (old != null && !fillWaits && old <= area.getParagraphs().size()) {
            area.setParagraphStyle(old - 1, List.of());
            area.recreateParagraphGraphic(old - 1);
        }
        markError();
    }

    private void markError() {
        Integer line = errorLine;
        if (line != null && !fillWaits && line >= 1 && line <= area.getParagraphs().size()) {
            area.setParagraphStyle(line - 1, List.of("error-line"));
            area.recreateParagraphGraphic(line - 1);
        }
    }

    @Override
    public void requestFocus() {
        area.requestFocus();
    }

    private void applyEditable() {
        area.setEditable(wantsEditing && !cut);
        getStyleClass().remove("editing");
        if (area.isEditable()) {
            getStyleClass().add("editing");
        }
    }

    private void changed() {
        colour();
        text.set(getText());
        requestLayout();
    }

    private void colour() {
        String now = area.getText();
        if (!now.isEmpty() && language == Language.PYTHON) {
            area.setStyleSpans(0, spans(now));
        }
    }

    private static StyleSpans<Collection<String>> spans(String text) {
        StyleSpansBuilder<Collection<String>> builder = new StyleSpansBuilder<>();
        for (PythonHighlighter.Span span : PythonHighlighter.highlight(text)) {
            builder.add(List.of(span.kind().styleClass()), span.length());
        }
        return builder.create();
    }

    /// The text as shown: long lines and long texts cut, tabs and line ends made visible as blanks.
    static String display(String text) {
        String head = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        StringBuilder shown = new StringBuilder(head.length());
        int from = 0;
        while (from <= head.length()) {
            int end = head.indexOf('\n', from);
            int stop = end < 0 ? head.length() : end;
            if (stop - from > LONGEST_LINE) {
                shown.append(head, from, from + LONGEST_LINE)
                        .append(" … ")
                        .append(stop - from - LONGEST_LINE)
                        .append(" more characters");
            } else {
                shown.append(head, from, stop);
            }
            if (end < 0) {
                break;
            }
            shown.append('\n');
            from = end + 1;
        }
        if (head.length() < text.length()) {
            shown.append("\n… ").append(text.length() - head.length()).append(" more characters");
        }
        return shown.toString();
    }

    private Node lineNumber(int paragraph) {
        int digits = String.valueOf(Math.max(area.getParagraphs().size(), 1)).length();
        String number = String.valueOf(paragraph + 1);
        Text text = new Text(" ".repeat(Math.max(digits - number.length(), 0)) + number);
        text.getStyleClass().addAll("text", "line-number");
        if (errorLine != null && errorLine == paragraph + 1) {
            text.getStyleClass().add("error-line");
        }
        HBox box = new HBox(text);
        box.getStyleClass().add("line-number-box");
        return box;
    }

    private String current() {
        return fillWaits ? shown : area.getText();
    }

    private int rows() {
        return 1 + (int) current().chars().filter(c -> c == '\n').count();
    }

    private boolean hasMoreRows() {
        return rows() > maxRows;
    }

    private void passOnScroll(ScrollEvent event) {
        boolean vertical = Math.abs(event.getDeltaY()) > Math.abs(event.getDeltaX());
        if (vertical && !hasMoreRows() && getParent() != null) {
            event.consume();
            getParent().fireEvent(event.copyFor(this, getParent()));
        }
    }

    private double rowHeight() {
        return Math.ceil(probe.getLayoutBounds().getHeight());
    }

    private boolean isWiderThan(double width) {
        double column = probe.getLayoutBounds().getWidth() / probe.getText().length();
        int longest = current().lines().mapToInt(String::length).max().orElse(0);
        double numbers = lineNumbers ? 5 * column : 0;
        return longest * column + numbers > width;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + 400 + snappedRightInset();
    }

    @Override
    protected double computePrefHeight(double width) {
        int rows = Math.clamp(rows(), 1, maxRows);
        double inner = width - snappedLeftInset() - snappedRightInset();
        double bar = width > 0 && isWiderThan(inner) ? 14 : 0;
        return snappedTopInset() + rows * rowHeight() + bar + 1 + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        isLaidOut = true;
        if (fillWaits && getScene() != null) {
            fill();
        }
        // "As needed" flips for ever where one bar's room is what makes the other needed.
        double inner = getWidth() - snappedLeftInset() - snappedRightInset();
        scroller.setVbarPolicy(hasMoreRows() ? ScrollBarPolicy.ALWAYS : ScrollBarPolicy.NEVER);
        scroller.setHbarPolicy(isWiderThan(inner) ? ScrollBarPolicy.ALWAYS : ScrollBarPolicy.NEVER);
        scroller.resizeRelocate(
                snappedLeftInset(),
                snappedTopInset(),
                getWidth() - snappedLeftInset() - snappedRightInset(),
                getHeight() - snappedTopInset() - snappedBottomInset());
    }
}
