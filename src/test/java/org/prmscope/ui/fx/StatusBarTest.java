package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

class StatusBarTest extends FxTest {
    /// A bar whose memory leaves first and its reason second; the rest stays.
    private static final class Bar {
        private final StatusBar bar = new StatusBar();
        private final Label device = bar.left("CPU · int4 · fast");
        private final Label reason = bar.left("Runs on the CPU: no NVIDIA driver was found.");
        private final Label memory = bar.right("412 MiB");
        private final Button cancel = new Button("Cancel");
        private final Scene scene;

        Bar() {
            bar.right(cancel);
            bar.expendable(memory, reason);
            scene = scene(new Theme(), new StackPane(bar), 1_000, 60);
        }

        List<String> shownAt(double width) {
            scene.getRoot().resize(width, 60);
            // What leaves is known in one pass and laid out in the next.
            for (int pass = 0; pass < 3; pass++) {
                scene.getRoot().applyCss();
                scene.getRoot().layout();
                bar.requestLayout();
            }
            return Stream.of(device, reason, memory)
                    .filter(Label::isVisible)
                    .map(Label::getText)
                    .toList();
        }
    }

    @Test
    void whatDoesNotFitLeavesWholeInTheGivenOrderAndComesBack() {
        onFx(() -> {
            Bar bar = new Bar();
            String device = bar.device.getText();
            String reason = bar.reason.getText();
            String memory = bar.memory.getText();
            double all =
                    bar.device.prefWidth(-1)
                            + bar.reason.prefWidth(-1)
                            + bar.memory.prefWidth(-1)
                            + bar.cancel.prefWidth(-1);

            assertEquals(List.of(device, reason, memory), bar.shownAt(1_000));
            assertEquals(List.of(device, reason), bar.shownAt(all + 70));
            assertEquals(List.of(device), bar.shownAt(220));
            assertEquals(List.of(device, reason, memory), bar.shownAt(1_000));
            return true;
        });
    }

    @Test
    void anEmptySegmentTakesNoRoom() {
        onFx(() -> {
            Bar bar = new Bar();
            bar.memory.setText("");
            assertEquals(List.of(bar.device.getText(), bar.reason.getText()), bar.shownAt(1_000));
            bar.memory.setText("1 GiB");
            assertEquals(
                    List.of(bar.device.getText(), bar.reason.getText(), "1 GiB"),
                    bar.shownAt(1_000));
            return true;
        });
    }
}
