package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;

import org.junit.jupiter.api.Test;

import java.util.List;

class KeymapSheetTest extends FxTest {

    private static KeymapSheet sheet() {
        Keymap keymap = new Keymap();
        for (int group = 0; group < 6; group++) {
            for (int action = 0; action < 3 + group; action++) {
                String id = group + "." + action;
                keymap.add(KeyAction.of(id, "Do what is called " + id, "Group " + group, () -> {}));
            }
        }
        return new KeymapSheet(keymap);
    }

    private static List<Double> lefts(KeymapSheet sheet) {
        return sheet.getChildren().stream().map(Node::getLayoutX).distinct().toList();
    }

    @Test
    void groupsStandInAsManyColumnsAsThereIsRoomForAndWithinTheWidth() {
        onFx(() -> {
            KeymapSheet sheet = sheet();
            scene(new Theme(), sheet, 1_300, 700);
            double wide = sheet.prefHeight(1_300);
            double narrow = sheet.prefHeight(300);
            assertTrue(wide * 2 < narrow, wide + " and " + narrow);
            for (int width : List.of(1_300, 700, 300)) {
                sheet.resize(width, sheet.prefHeight(width));
                sheet.layout();
                for (Node group : sheet.getChildren()) {
                    assertTrue(group.getBoundsInParent().getMaxX() <= width, "beyond " + width);
                    assertTrue(group.getBoundsInParent().getMaxY() <= sheet.getHeight(), "below");
                }
            }
            assertEquals(1, lefts(sheet).size());
            return true;
        });
    }
}
