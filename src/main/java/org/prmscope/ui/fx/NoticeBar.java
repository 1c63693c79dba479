package org.prmscope.ui.fx;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import java.util.Locale;

/// The strip in which messages appear without interrupting, newest first.
///
/// Put it above the window's content: it takes no room while there is nothing to say. Done and hint
/// messages go after six seconds; warnings and errors stay until dismissed.
public final class NoticeBar extends VBox {
    private static final int MOST = 4;
    private static final Duration SHOWN = Duration.seconds(6);

    /// An empty strip.
    public NoticeBar() {
        getStyleClass().add("notice-bar");
    }

    /// Adds a message; beyond four the oldest goes. A message equal to the newest is not repeated.
    public void show(Notice notice) {
        if (!getChildren().isEmpty() && notice.equals(getChildren().getFirst().getUserData())) {
            return;
        }
        Node panel = panel(notice);
        panel.setUserData(notice);
        getChildren().addFirst(panel);
        if (getChildren().size() > MOST) {
            getChildren().removeLast();
        }
        boolean passing =
                switch (notice.level()) {
                    case DONE, HINT -> true;
                    case WARNING, ERROR -> false;
                };
        if (passing) {
            PauseTransition pause = new PauseTransition(SHOWN);
            pause.setOnFinished(_ -> getChildren().remove(panel));
            pause.play();
        }
    }

    /// Removes every message.
    public void clear() {
        getChildren().clear();
    }

    /// Removes the newest message; false if there is none.
    public boolean dismiss() {
        if (getChildren().isEmpty()) {
            return false;
        }
        getChildren().removeFirst();
        return true;
    }

    private Node panel(Notice notice) {
        HBox panel = new HBox();
        panel.getStyleClass()
                .addAll("notice", "notice-" + notice.level().name().toLowerCase(Locale.ROOT));
        Label glyph = new Label(glyph(notice.level()));
        glyph.getStyleClass().add("notice-glyph");
        glyph.setMinWidth(USE_PREF_SIZE);
        VBox body = new VBox(title(notice), parts(notice));
        body.getStyleClass().add("notice-body");
        HBox.setHgrow(body, Priority.ALWAYS);
        HBox buttons = new HBox();
        buttons.getStyleClass().add("notice-actions");
        buttons.setAlignment(Pos.TOP_RIGHT);
        for (Notice.Action action : notice.actions()) {
            buttons.getChildren().add(button(action.title(), action.run()));
        }
        if (!notice.parts().isEmpty()) {
            buttons.getChildren().add(button("Copy", () -> copy(notice.text())));
        }
        Button close = button("×", () -> getChildren().remove(panel));
        close.getStyleClass().add("notice-close");
        close.setAccessibleText("Dismiss");
        buttons.getChildren().add(close);
        buttons.setMinWidth(USE_PREF_SIZE);
        panel.getChildren().addAll(glyph, body, buttons);
        return panel;
    }

    private static Label title(Notice notice) {
        Label title = new Label(notice.title());
        title.getStyleClass().add("notice-title");
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        return title;
    }

    private static GridPane parts(Notice notice) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("notice-parts");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints texts = new ColumnConstraints();
        texts.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, texts);
        int row = 0;
        for (Notice.Part part : notice.parts()) {
            Label name = new Label(part.name());
            name.getStyleClass().add("notice-name");
            Label text = new Label(part.text());
            text.getStyleClass().add("notice-part");
            text.setWrapText(true);
            text.setMinHeight(USE_PREF_SIZE);
            GridPane.setValignment(name, VPos.TOP);
            grid.addRow(row, name, text);
            row++;
        }
        grid.setManaged(row > 0);
        return grid;
    }

    private static Button button(String title, Runnable run) {
        Button button = new Button(title);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static String glyph(Notice.Level level) {
        return switch (level) {
            case DONE -> "✓";
            case HINT -> "i";
            case WARNING -> "!";
            case ERROR -> "✗";
        };
    }
}
