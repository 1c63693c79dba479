package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.Button;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

class NoticesTest extends FxTest {
    @Test
    void theNewestFourMessagesStayAndRepeatsAreNotShown() {
        onFx(() -> {
            NoticeBar bar = new NoticeBar();
            for (int i = 0; i < 6; i++) {
                bar.show(Notice.done("message " + i));
                bar.show(Notice.done("message " + i));
            }
            assertEquals(4, bar.getChildren().size());
            assertEquals(Notice.done("message 5"), bar.getChildren().getFirst().getUserData());
            assertTrue(bar.dismiss());
            assertEquals(3, bar.getChildren().size());
            bar.clear();
            assertFalse(bar.dismiss());
            return true;
        });
    }

    @Test
    void theButtonsOfAMessageRunItsActions() {
        List<String> ran = new ArrayList<>();
        onFx(() -> {
            NoticeBar bar = new NoticeBar();
            bar.show(
                    new Notice(
                            Notice.Level.WARNING,
                            "rows",
                            List.of(),
                            List.of(new Notice.Action("Show", () -> ran.add("show")))));
            bar.lookupAll(".button").stream()
                    .map(Button.class::cast)
                    .filter(button -> button.getText().equals("Show"))
                    .forEach(Button::fire);
            return true;
        });
        assertEquals(List.of("show"), ran);
    }

    @Test
    void aPollerRendersOnlySnapshotsThatChanged() {
        AtomicReference<String> snapshot = new AtomicReference<>("a");
        List<String> rendered = new ArrayList<>();
        onFx(() -> {
            Poller<String> poller = new Poller<>(10, snapshot::get, rendered::add);
            poller.poll();
            poller.poll();
            snapshot.set("b");
            poller.poll();
            poller.stop();
            return true;
        });
        assertEquals(List.of("a", "b"), rendered);
    }
}
