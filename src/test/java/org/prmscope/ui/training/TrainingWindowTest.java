package org.prmscope.ui.training;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.ui.WindowTest;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fx.PlotPane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

class TrainingWindowTest extends WindowTest {
    @TempDir Path temp = Path.of("");
    private final FakeWorkbench workbench = FakeWorkbench.withSet(2, 0);

    private boolean hasText(String text) {
        return root().lookupAll(".training .label").stream()
                .map(node -> node instanceof Label label ? label.getText() : "")
                .anyMatch(text::equals);
    }

    @Test
    void formIsThereFirstAndSaysWhatIsMissing() throws TimeoutException {
        open(workbench, "mode.training");
        on(() -> {
            assertTrue(node(".training-form").isVisible());
            assertFalse(node(".training-page").getParent().getParent().getParent().isVisible());
            assertTrue(hasText("Choose the checkpoint's folder."));
        });
    }

    @Test
    void missingLibrariesSayWhatToDo() throws TimeoutException {
        workbench.heldTraining().loseLibraries();
        open(workbench, "mode.training");
        until(() -> node(".training-report") != null);
        on(() -> {
            assertTrue(hasText("✗ The training libraries are not there"));
            assertTrue(hasText("Package"));
        });
    }

    @Test
    void openedCurvesAreDrawnAndGrow() throws Exception {
        open(workbench, "mode.training");
        Path file = temp.resolve("curves.jsonl");
        Files.writeString(file, "{\"step\":1,\"loss\":0.5,\"tokens\":5,\"tokensPerSecond\":9}\n");
        on(() -> model().training().open(file));
        until(() -> points() == 2);
        Files.writeString(
                file,
                """
                {"step":1,"loss":0.5,"tokens":5,"tokensPerSecond":9}
                {"step":2,"loss":0.4,"tokens":5,"tokensPerSecond":9}
                """);
        until(() -> points() == 4);
        on(() -> assertTrue(hasText("0.4000")));
    }

    private int points() {
        Node node = node(".training-page .plot-pane");
        return node instanceof PlotPane pane && pane.plot() != null
                ? Objects.requireNonNull(pane.plot()).series().stream()
                        .mapToInt(series -> series.size())
                        .sum()
                : 0;
    }

    @Test
    void cancelIsOfferedWhileATrainingGoesOnAndResumeAfter() throws Exception {
        open(workbench, "mode.training");
        on(() -> {
            model().training().form().kindProperty().set(TrainingKind.BUILTIN);
            model().training().form().text(TrainingField.FOLDER).set(temp.resolve("t").toString());
            model().training().form().look();
        });
        until(() -> model().training().form().obstacle().isEmpty());
        press("training.start");
        workbench.heldTraining().step(1, 0.5);
        until(() -> points() == 2);
        on(() -> assertTrue(button("■ Cancel").isVisible()));
        press("training.cancel");
        until(() -> button("▶ Resume").isVisible());
        on(() -> assertFalse(button("■ Cancel").isVisible()));
        assertTrue(model().training().unfinished().isEmpty());
    }

    private Button button(String text) {
        return root().lookupAll(".training-page .button").stream()
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(button -> button.getText().equals(text))
                .findFirst()
                .orElseGet(() -> {
                    Button none = new Button();
                    none.setVisible(false);
                    return none;
                });
    }
}
