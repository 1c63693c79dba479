package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class FacetsPaneTest {
    private static FacetsPane pane() {
        FakeWorkbench workbench = FakeWorkbench.withSet(59, 0);
        RunConfiguration base = RunConfiguration.of(Protocol.GENPRM);
        workbench.addRun(1, base.withScaling(Scaling.parallel(4)), 10_000);
        workbench.addRun(1, base.withScaling(Scaling.sequential(3)), 10_000);
        WorkbenchViewModel window =
                new WorkbenchViewModel(
                        new BackgroundTasks(Runnable::run, Runnable::run),
                        new RecordingDialogs(),
                        ZoneOffset.UTC,
                        _ -> {});
        List<String> settings = new ArrayList<>(SetsViewModel.KEYS);
        settings.addAll(CompareViewModel.KEYS);
        window.open(() -> workbench, List.of(), settings);
        window.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
        FacetsPane pane = new FacetsPane(window.compare());
        TabPane tabs = new TabPane(pane.tab());
        tabs.getSelectionModel().select(pane.tab());
        new Scene(tabs, 400, 900);
        tabs.applyCss();
        tabs.layout();
        return pane;
    }

    private static Stream<Node> found(FacetsPane pane, String style) {
        ScrollPane scroll = (ScrollPane) pane.tab().getContent();
        return scroll.getContent().lookupAll(style).stream();
    }

    private static double left(Node node) {
        return node.localToScene(node.getLayoutBounds()).getMinX();
    }

    @Test
    void columnsOfAllTablesAreInLine() throws Exception {
        FxToolkit.registerPrimaryStage();
        WaitForAsyncUtils.waitForAsyncFx(
                20_000,
                () -> {
                    FacetsPane pane = pane();
                    assertTrue(found(pane, ".count-link").count() > 8);
                    assertEquals(
                            1,
                            found(pane, ".count-link")
                                    .map(FacetsPaneTest::left)
                                    .distinct()
                                    .count());
                    assertEquals(
                            3,
                            found(pane, ".pane-column-head")
                                    .map(FacetsPaneTest::left)
                                    .distinct()
                                    .count());
                });
    }

    @Test
    void theFacetOfARunNamesIt() throws Exception {
        FxToolkit.registerPrimaryStage();
        WaitForAsyncUtils.waitForAsyncFx(
                20_000,
                () ->
                        assertTrue(
                                found(pane(), ".compare-facet")
                                        .map(heading -> ((Label) heading).getText())
                                        .anyMatch("By first confidence of run A"::equals)));
    }
}
