package org.prmscope;

import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.stage.Stage;

import org.prmscope.scaling.Aggregation;
import org.prmscope.ui.PrmScopeWindow;
import org.prmscope.ui.UiArguments;
import org.prmscope.ui.compare.CompareState;
import org.prmscope.ui.compare.CompareViewModel;
import org.prmscope.ui.synthesis.DataSource;
import org.prmscope.ui.synthesis.DataViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// The compare view of the real window over 3,600 chains on the disk: how long it takes to open, to
/// switch the aggregation and to step to the next solution, and how much heap lives then.
///
/// Everything is measured from the action to the beginning of the second frame after the result is
/// there, by when the first one is laid out and handed to the painter: up to 33 ms are frames that
/// are waited for. Takes a folder, in which the workspace is written once, and how many chains each
/// solution has in the first run, 8 unless told. Docs: docs/perf/README.md.
final class CompareWindowBenchmark {
    private static final int SWITCHES = 25;
    private static final int STEPS = 60;
    private static final int FRAMES = 2;
    private static final int LOOK_MS = 3_000;
    private static final int CHAINS = 8;

    private final AtomicReference<PrmScopeWindow> window = new AtomicReference<>();

    private CompareWindowBenchmark() {}

    static void main(String[] args) throws Exception {
        Path folder = Path.of(args.length == 0 ? "target/compare-window" : args[0]);
        Files.createDirectories(folder);
        int chains = args.length < 2 ? CHAINS : Integer.parseInt(args[1]);
        Path file = folder.resolve("generated-%d.prmscope".formatted(chains));
        if (!Files.exists(file)) {
            long start = System.nanoTime();
            new GeneratedRuns(chains).write(file, folder);
            say("workspace written in %.1f s", millis(start) / 1e3);
        }
        say("workspace: %d MiB", Files.size(file) >> 20);
        CountDownLatch started = new CountDownLatch(1);
        Platform.setImplicitExit(false);
        Platform.startup(started::countDown);
        started.await();
        new CompareWindowBenchmark().measure(folder, file);
        Platform.exit();
        // The model and its threads are the program's own, which ends here too.
        System.exit(0);
    }

    private void measure(Path folder, Path file) throws Exception {
        Assembly assembly = new Assembly(new UserFolders(folder, folder));
        double visible =
                timed(
                        () -> {
                            PrmScopeWindow opened = new PrmScopeWindow(new Stage(), _ -> {});
                            window.set(opened);
                            opened.open(
                                    () -> assembly.openForWindow(file),
                                    new UiArguments(null, List.of()));
                        },
                        () -> !window.get().model().solutions().shown().isEmpty());
        say("program: workspace and set shown after %.0f ms", visible);
        await(() -> compare().runs().runs().size() == 2);
        // A person who looks at the set first: the chosen runs are read meanwhile.
        Thread.sleep(LOOK_MS);
        double before = cpu();
        double first = open();
        say("open, first in the process: %.0f ms (%.0f ms of a core)", first, cpu() - before);
        heap();
        List<Double> again = new ArrayList<>();
        List<Double> columns = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            mode(WorkbenchViewModel.Mode.INSPECT);
            again.add(open());
            long second = compare().runs().chosenProperty().get().getLast();
            var both = compare().figuresProperty().get();
            timed(
                    () -> compare().runs().toggle(second),
                    () -> compare().figuresProperty().get() != both);
            // The view has forgotten what it read of this run.
            var one = compare().figuresProperty().get();
            columns.add(
                    timed(
                            () -> compare().runs().toggle(second),
                            () -> compare().figuresProperty().get() != one));
        }
        report("open, again", again, Double.NaN);
        report("second column, read", columns, Double.NaN);
        List<Double> switches = new ArrayList<>();
        double start = cpu();
        for (int i = 0; i < SWITCHES; i++) {
            Aggregation.StepVote[] votes = Aggregation.StepVote.values();
            Aggregation next = Aggregation.DEFAULT.with(votes[(i + 1) % votes.length]);
            var figures = compare().figuresProperty().get();
            switches.add(
                    timed(
                            () -> compare().aggregationProperty().set(next),
                            () -> compare().figuresProperty().get() != figures));
        }
        report("aggregation", switches, cpu() - start);
        List<Double> steps = new ArrayList<>();
        List<Double> texts = new ArrayList<>();
        start = cpu();
        for (int i = 0; i < STEPS; i++) {
            var shown = compare().chains().columnsProperty().get();
            steps.add(timed(() -> compare().solution().next(1), () -> true));
            await(() -> compare().chains().columnsProperty().get() != shown);
            var read = compare().chains().columnsProperty().get();
            texts.add(
                    timed(
                            () -> compare().solution().next(1),
                            () -> compare().chains().columnsProperty().get() != read));
        }
        report("next solution", steps, (cpu() - start) / 2);
        report("next solution, chains read", texts, (cpu() - start) / 2);
        heap();
        filters();
    }

    /// The data view over the chains of the newest run, its filters and another limit of length.
    private void filters() throws Exception {
        DataViewModel data = window.get().model().data();
        report(
                "data view, first filters",
                List.of(
                        timed(
                                () ->
                                        window.get()
                                                .model()
                                                .modeProperty()
                                                .set(WorkbenchViewModel.Mode.DATA),
                                () -> data.reviewProperty().get() != null)),
                Double.NaN);
        List<Double> runs = new ArrayList<>();
        for (DataSource source : data.sourcesProperty().get()) {
            runs.add(timed(() -> data.choose(source), () -> data.reviewProperty().get() != null));
            say("  of %s chains", source.run().chains());
        }
        report("data view, another run", runs, Double.NaN);
        int length = data.filters().linesProperty().get().size();
        on(() -> data.filters().add("length:max=4000"));
        await(() -> !data.isBehind());
        List<Double> edits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String text = "length:max=" + (600 + 50 * i);
            edits.add(timed(() -> data.filters().edit(length, text), () -> !data.isBehind()));
        }
        report("data view, another length", edits, Double.NaN);
    }

    private CompareViewModel compare() {
        return window.get().model().compare();
    }

    private double open() throws Exception {
        return timed(
                () -> window.get().model().modeProperty().set(WorkbenchViewModel.Mode.COMPARE),
                () ->
                        compare().stateProperty().get() instanceof CompareState.Ready
                                && compare().figuresProperty().get() != null
                                && window.get().view().root().lookup(".step-rows .chain-strip")
                                        != null);
    }

    private void mode(WorkbenchViewModel.Mode mode) throws Exception {
        on(() -> window.get().model().modeProperty().set(mode));
    }

    private static void on(Runnable action) throws Exception {
        timed(action, () -> true);
    }

    private static void await(BooleanSupplier condition) throws Exception {
        timed(() -> {}, condition);
    }

    /// Milliseconds from the action to the second frame that begins after its result is there.
    private static double timed(Runnable action, BooleanSupplier done) throws Exception {
        CompletableFuture<Double> time = new CompletableFuture<>();
        Platform.runLater(() -> {
            long start = System.nanoTime();
            try {
                action.run();
            } catch (RuntimeException e) {
                time.completeExceptionally(e);
            }
            new AnimationTimer() {
                private int frames;

                @Override
                public void handle(long now) {
                    // Called before the layout of a frame: those before this one are laid out.
                    if (frames > 0 || done.getAsBoolean()) {
                        frames++;
                    }
                    if (frames == FRAMES) {
                        stop();
                        time.complete(millis(start));
                    }
                }
            }.start();
        });
        return time.get(120, TimeUnit.SECONDS);
    }

    /// Milliseconds of all cores together that the program has taken.
    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                                ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e6;
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    private static void heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        say(
                "heap after a collection: %d MiB of %d MiB",
                used >> 20, Runtime.getRuntime().maxMemory() >> 20);
    }

    /// @param cpu milliseconds of all cores together that all of it took
    private static void report(String what, List<Double> times, double cpu) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        say(
                "%s: median %.0f ms, 90 %% within %.0f ms, longest %.0f ms (%d times; first %.0f"
                        + " ms; %.0f ms of a core each)",
                what,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * 0.9) - 1],
                Arrays.stream(sorted).max().orElse(0),
                sorted.length,
                times.getFirst(),
                cpu / times.size());
    }

    private static void say(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
