package org.prmscope.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.Recipe;
import org.prmscope.scaling.BudgetPlan;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;

import java.time.ZoneOffset;
import java.util.List;

class RecipesViewModelTest {
    private static final RunConfiguration GREEDY =
            RunConfiguration.of(Protocol.THINKPRM)
                    .withScaling(new Scaling(2, 3, List.of("Once more"), 600))
                    .withSeed(17);

    private final FakeWorkbench workbench = FakeWorkbench.withSet(5, 0);
    private final RecordingDialogs dialogs = new RecordingDialogs();
    private final WorkbenchViewModel window =
            new WorkbenchViewModel(
                    new BackgroundTasks(Runnable::run, Runnable::run),
                    dialogs,
                    ZoneOffset.UTC,
                    _ -> {});
    private final RecipesViewModel model = window.compare().recipes();

    @BeforeEach
    void open() {
        workbench.addRun(
                1, RunConfiguration.of(Protocol.GENPRM).withScaling(Scaling.parallel(2)), 10_000);
        window.open(() -> workbench, List.of(), SetsViewModel.KEYS);
        window.modeProperty().set(WorkbenchViewModel.Mode.COMPARE);
        model.list().read();
    }

    private List<Scaling> scalings() {
        return model.configurations().stream().map(RunConfiguration::scaling).toList();
    }

    @Test
    void planIsSaidAsTheCommandLineSaysIt() {
        List<RecipesViewModel.Line> lines = model.linesProperty().get();
        assertEquals("▶ Run both", model.startText());
        assertEquals("8,192 tokens a solution: 4 chains of 2,048 each.", lines.getFirst().split());
        for (int run = 0; run < 2; run++) {
            assertEquals(
                    BudgetPlan.of(model.configurations().get(run), 3).text(),
                    lines.get(run).split());
        }
    }

    @Test
    void budgetTooSmallForTheLongestSolutionIsWarnedOf() {
        assertTrue(model.linesProperty().get().getLast().warnings().isEmpty());
        model.budgetProperty().set(64);
        assertFalse(model.linesProperty().get().getLast().warnings().isEmpty());
    }

    @Test
    void recipeIsRunWithAllItsOptionsAndNotWithThoseOfTheNextRun() throws WorkbenchException {
        workbench.saveRecipe(new Recipe("greedy", GREEDY));
        model.list().read();
        model.choose(model.list().savedProperty().get().getFirst());
        assertEquals("greedy", model.nameProperty().get());
        assertEquals(600, model.budgetProperty().get());
        assertEquals("▶ Run it", model.startText());
        assertTrue(
                model.linesProperty().get().getFirst().title().startsWith("mixed K=2 R=3 · Think"),
                model.planProperty().get());
        model.start();
        assertEquals(GREEDY, workbench.run().request().configuration());
    }

    @Test
    void presetPlansThePapersPair() {
        model.choose(Recipe.PRESETS.getLast());
        assertEquals(Recipe.PRESETS.getLast().runs(), model.configurations());
        assertEquals("", model.nameProperty().get());
    }

    @Test
    void recipeCanBeChangedAndSavedUnderAnotherName() throws WorkbenchException {
        workbench.saveRecipe(new Recipe("greedy", GREEDY));
        model.list().read();
        model.choose(new Recipe("greedy", GREEDY));
        assertTrue(model.replaces());
        model.setChains(0, 5);
        model.add();
        model.nameProperty().set(" mine ");
        assertFalse(model.replaces());
        model.save();
        List<Recipe> saved = model.list().savedProperty().get();
        assertEquals(new Recipe("greedy", GREEDY), saved.getFirst());
        assertEquals("mine", saved.getLast().name());
        assertEquals(
                List.of(
                        new Scaling(5, 3, List.of("Once more"), 600),
                        new Scaling(2, 2, List.of("Once more"), 600)),
                saved.getLast().runs().stream().map(RunConfiguration::scaling).toList());
        assertEquals(17, saved.getLast().runs().getLast().seed());
    }

    @Test
    void deletedRecipeIsGoneAndWhatIsPlannedStays() {
        model.nameProperty().set("a pair");
        model.save();
        assertEquals(1, model.list().savedProperty().get().size());
        List<RunConfiguration> before = model.configurations();
        model.delete();
        assertTrue(model.list().savedProperty().get().isEmpty());
        assertEquals(before, model.configurations());
    }

    @Test
    void badNamesAndNamesOfPresetsAreRefusedWithAReason() {
        for (String name : List.of("", "  ", "a\tb", Recipe.PRESETS.getFirst().name())) {
            model.nameProperty().set(name);
            assertNotNull(model.saveObstacle(), name);
            model.save();
        }
        assertTrue(model.list().savedProperty().get().isEmpty());
    }

    @Test
    void brokenFileIsReportedAndNothingIsSavedUntilItIsPutRight() {
        WorkbenchException.Report report =
                new WorkbenchException.Report(
                        "The saved recipes cannot be understood",
                        "w.recipes.json, recipes[0].run",
                        "a run",
                        "7",
                        "");
        workbench.failRecipes(new WorkbenchException(report));
        model.list().read();
        model.nameProperty().set("a pair");
        assertEquals(report, model.list().problemProperty().get());
        assertNotNull(model.saveObstacle());
        model.choose(Recipe.PRESETS.getFirst());
        assertEquals("▶ Run it", model.startText());
        workbench.failRecipes(null);
        model.list().read();
        assertNull(model.list().problemProperty().get());
        model.nameProperty().set("a pair");
        assertNull(model.saveObstacle());
    }

    @Test
    void budgetIsWhatAChosenRunReallySpentOnASolution() throws WorkbenchException {
        RunEntry entry = window.compare().runs().runs().getFirst();
        long spent =
                workbench.resultsOf(entry.id()).stream()
                        .mapToLong(result -> result.usage().generated())
                        .sum();
        int solutions = workbench.resultsOf(entry.id()).size();
        model.matchTo(entry);
        assertEquals(Math.ceilDiv(spent, solutions), model.budgetProperty().get());
        assertEquals(
                List.of(model.budgetProperty().get(), model.budgetProperty().get()),
                scalings().stream().map(Scaling::budget).toList());
    }

    @Test
    void mixedRunsArePlannedAndAtMostAsManyAsCanBeCompared() {
        for (int i = 0; i < 5; i++) {
            model.add();
        }
        assertEquals(4, scalings().size());
        assertEquals(new Scaling(2, 2, Scaling.TRIGGERS, 8_192), scalings().getLast());
        for (int i = 0; i < 5; i++) {
            model.remove(0);
        }
        assertEquals(1, scalings().size());
        model.setChains(0, 100_000);
        assertEquals(Scaling.MAX_CHAINS, scalings().getFirst().chains());
        assertEquals(8_192, scalings().getFirst().budget());
    }
}
