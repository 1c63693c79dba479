package org.prmscope.ui;

import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.stage.Stage;

import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.run.Workbench;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fx.Theme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.imageio.ImageIO;

/// Opens the real window on invented solutions and saves pictures of its states.
///
/// Not a test: `main` takes the folder to write to.
public final class Screenshots {
    private final Path folder;
    private final AtomicReference<PrmScopeWindow> window = new AtomicReference<>();

    private Screenshots(Path folder) {
        this.folder = folder;
    }

    static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        Platform.setImplicitExit(false);
        CountDownLatch started = new CountDownLatch(1);
        Platform.startup(started::countDown);
        started.await();
        new Screenshots(folder).takeAll(args.length > 1 ? args[1] : "");
        Platform.exit();
    }

    private void takeCompare() {
        FakeWorkbench workbench = FakeWorkbench.withSet(39, 0);
        RunConfiguration configuration = RunConfiguration.of(Protocol.GENPRM);
        workbench.addRun(
                1, configuration.withScaling(Scaling.parallel(8).withBudget(8_192)), 10_000);
        workbench.addRun(
                1, configuration.withScaling(Scaling.sequential(4).withBudget(8_192)), 10_000);
        workbench.addRun(1, configuration.withScaling(Scaling.parallel(2)), 20);
        open(() -> workbench);
        settle(1_500);
        size(1_400, 900);
        key("", "mode.compare");
        settle(500);
        on(() -> {
            var runs = window.get().model().compare().runs();
            runs.chosenProperty().get().forEach(runs::toggle);
            runs.toggle(2);
            runs.toggle(3);
            window.get().model().compare().pinnedProperty().set(0);
        });
        settle(1_500);
        key("", "disagreement.next");
        settle(800);
        shot("compare-light");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.DARK));
        settle(500);
        shot("compare-dark");
        size(1_000, 700);
        settle(500);
        shot("compare-small-dark");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.LIGHT));
        settle(300);
        shot("compare-small-light");
        size(1_400, 900);
        on(() ->
                window.get()
                        .view()
                        .root()
                        .lookup(".count-link")
                        .fireEvent(new javafx.event.ActionEvent()));
        settle(600);
        shot("compare-filter");
        key("", "view.close");
        on(() -> window.get().model().compare().chains().wholeProperty().set(true));
        settle(400);
        key("", "inspector.record");
        settle(400);
        shot("compare-facets");
        key("", "inspector.decision");
        on(() -> window.get().model().compare().runs().toggle(4));
        settle(900);
        shot("compare-three");
        key("", "compare.runs");
        settle(500);
        shot("compare-runs");
        key("", "view.close");
        on(() -> {
            var runs = window.get().model().compare().runs();
            runs.chosenProperty().get().forEach(runs::toggle);
        });
        settle(400);
        shot("compare-nothing");
    }

    private void takeAll(String only) throws Exception {
        if (only.equals("compare")) {
            takeCompare();
            return;
        }
        FakeWorkbench workbench = FakeWorkbench.withSet(39, 12);
        workbench.rows(8);
        workbench.place("Runs on the CPU: no NVIDIA driver was found.");
        open(() -> workbench);
        settle(1_500);
        on(() -> window.get().model().solutions().select("gsm8k-2"));
        settle(1_200);
        shot("inspect-light");
        on(() ->
                window.get()
                        .model()
                        .inspector()
                        .tabProperty()
                        .set(org.prmscope.ui.inspector.InspectorViewModel.Tab.DECISION));
        settle(300);
        shot("decision-light");
        on(() ->
                window.get()
                        .model()
                        .inspector()
                        .tabProperty()
                        .set(org.prmscope.ui.inspector.InspectorViewModel.Tab.RECORD));
        settle(300);
        shot("record-light");
        on(() ->
                window.get()
                        .model()
                        .inspector()
                        .tabProperty()
                        .set(org.prmscope.ui.inspector.InspectorViewModel.Tab.TOKENS));
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.DARK));
        settle(600);
        shot("inspect-dark");
        size(1_000, 700);
        settle(500);
        shot("small-dark");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.LIGHT));
        settle(500);
        shot("small-light");
        size(1_400, 900);
        key("file", "verifier.choose");
        settle(600);
        shot("verifier");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.DARK));
        size(1_000, 700);
        shot("verifier-small-dark");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.LIGHT));
        size(1_400, 900);
        workbench.offer(CHECKPOINT);
        on(() -> window.get().model().verifier().open(Path.of("/models/GenPRM-1.5B")));
        settle(500);
        shot("import");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.DARK));
        size(1_000, 700);
        shot("import-small-dark");
        size(1_400, 900);
        CountDownLatch goOn = new CountDownLatch(1);
        workbench.whileImporting(() -> awaitQuietly(goOn));
        on(() -> window.get().model().verifier().imports().start());
        settle(700);
        shot("importing-dark");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.LIGHT));
        settle(300);
        shot("importing");
        goOn.countDown();
        settle(600);
        shot("imported");
        workbench.offer(
                new org.prmscope.run.ModelOffer.Refused(
                        new org.prmscope.core.WorkbenchException.Report(
                                "This is no model folder",
                                "/data/photos",
                                "an ONNX model or a safetensors checkpoint, and tokenizer.json",
                                "neither",
                                "Choose the folder that holds config.json.")));
        on(() -> window.get().model().verifier().open(Path.of("/data/photos")));
        settle(400);
        shot("verifier-no-model");
        on(() -> window.get().model().verifier().choose(FakeWorkbench.LARGE));
        settle(400);
        shot("verifier-refused");
        on(() -> window.get().model().verifier().choose(FakeWorkbench.BUILTIN));
        key("", "view.close");
        key("", "options.edit");
        settle(300);
        shot("options");
        key("", "view.close");
        key("", "problem.new");
        settle(300);
        shot("new-problem-empty");
        key("", "view.close");
        key("", "view.keys");
        settle(300);
        shot("keys");
        key("", "view.close");
        key("", "code.rerun");
        settle(600);
        shot("scratch");
        on(() -> window.get().model().solutions().select("gsm8k-14"));
        settle(300);
        shot("not-run");
        key("", "run.shown");
        settle(300);
        on(() -> {
            for (int i = 0; i < 5; i++) {
                workbench.run().write(60);
                workbench.run().finishOne();
            }
            workbench.run().write(120);
        });
        settle(800);
        shot("live");
        on(() -> workbench.run().write(60));
        settle(300);
        shot("live-more");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.DARK));
        size(1_000, 700);
        settle(1_200);
        shot("live-small-dark");
        size(1_400, 900);
        settle(400);
        shot("live-dark");
        on(() -> window.get().theme().modeProperty().set(Theme.Mode.LIGHT));
        key("", "run.cancel");
        settle(500);
        shot("cancelled");
        on(() -> window.get().model().solutions().select("gsm8k-4"));
        settle(500);
        shot("invalid");
        takeCompare();
        open(FakeWorkbench::new);
        settle(700);
        shot("empty");
        if (!only.isEmpty()) {
            System.err.println(only);
        }
    }

    private static final org.prmscope.run.ModelOffer.Importable CHECKPOINT =
            new org.prmscope.run.ModelOffer.Importable(
                    "GenPRM-1.5B",
                    "qwen2",
                    1_543_714_304L,
                    3_087_467_144L,
                    java.util.List.of(
                            plan("int4", 1_110L << 20, 3_100L << 20, true, true, "Fast on CPUs."),
                            plan("fp16", 2_944L << 20, 5_200L << 20, true, false, "For GPUs."),
                            plan(
                                    "fp32",
                                    5_888L << 20,
                                    9_900L << 20,
                                    false,
                                    false,
                                    "The checkpoint's numbers, exactly.")));

    private static org.prmscope.run.ImportPlan plan(
            String precision,
            long bytes,
            long needed,
            boolean fits,
            boolean recommended,
            String advice) {
        return new org.prmscope.run.ImportPlan(
                Path.of("/models/GenPRM-1.5B"),
                precision,
                bytes,
                needed,
                fits,
                recommended,
                advice);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody goes on");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void key(String ignored, String id) {
        on(() -> window.get().view().keymap().action(id).orElseThrow().run().run());
    }

    private void open(Callable<Workbench> opener) {
        on(() -> {
            PrmScopeWindow fresh = new PrmScopeWindow(new Stage(), _ -> {});
            window.set(fresh);
            fresh.open(opener, new UiArguments(null, java.util.List.of()));
        });
    }

    private void size(double width, double height) {
        on(() -> {
            var stage = (Stage) window.get().view().root().getScene().getWindow();
            stage.setWidth(width);
            stage.setHeight(height);
        });
        settle(400);
    }

    private void shot(String name) {
        on(() -> {
            var image = window.get().view().root().getScene().snapshot(null);
            try {
                ImageIO.write(
                        SwingFXUtils.fromFXImage(image, null),
                        "png",
                        folder.resolve(name + ".png").toFile());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private static void on(Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        Platform.runLater(() -> {
            try {
                action.run();
            } finally {
                done.countDown();
            }
        });
        try {
            if (!done.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the window does not answer");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the window run for a while: pictures need painted frames, not conditions.
    private static void settle(long ms) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            if (never.await(ms, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nobody counts this down");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
