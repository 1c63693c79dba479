package org.prmscope.ui.scaling;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Scaling;
import org.prmscope.ui.figures.Figures;

import java.util.List;

/// Chains, rounds, trigger phrases and token budget, as they are edited.
///
/// [#scalingProperty()] is always a spread that can be run: numbers outside their range are taken
/// as the nearest allowed one, and without any phrase the reference's are used.
public final class ScalingViewModel {
    private static final int VERSION = 1;

    private final IntegerProperty chains = new SimpleIntegerProperty();
    private final IntegerProperty rounds = new SimpleIntegerProperty();
    private final IntegerProperty budget = new SimpleIntegerProperty();
    private final StringProperty triggers = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Scaling> scaling =
            new ReadOnlyObjectWrapper<>(Scaling.SINGLE);
    private final ReadOnlyStringWrapper split = new ReadOnlyStringWrapper("");
    private boolean applying;

    /// A single chain at first.
    public ScalingViewModel() {
        apply(Scaling.SINGLE);
        chains.subscribe(this::refresh);
        rounds.subscribe(this::refresh);
        budget.subscribe(this::refresh);
        triggers.subscribe(this::refresh);
    }

    /// Edits another spread from here on.
    public void apply(Scaling next) {
        applying = true;
        chains.set(next.chains());
        rounds.set(next.rounds());
        Integer tokens = next.budget();
        budget.set(tokens == null ? 0 : tokens);
        triggers.set(String.join("\n", next.triggers()));
        applying = false;
        refresh();
    }

    private void refresh() {
        if (applying) {
            return;
        }
        int k = Math.clamp(chains.get(), 1, Scaling.MAX_CHAINS);
        int r = Math.clamp(rounds.get(), 1, Scaling.MAX_ROUNDS);
        List<String> phrases =
                triggers.get().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        Integer tokens = budget.get() <= 0 ? null : (Integer) Math.max(budget.get(), k * r);
        scaling.set(new Scaling(k, r, phrases.isEmpty() ? Scaling.TRIGGERS : phrases, tokens));
        split.set(splitText(scaling.get()));
    }

    /// How the budget is split, such as `4 chains of 8,192 tokens` or `1 chain of 4 rounds, 8,192
    /// tokens each`.
    static String splitText(Scaling of) {
        Integer budget = of.budget();
        String chains = Figures.count(of.chains(), "chain");
        if (budget == null) {
            return of.rounds() == 1
                    ? chains + ", each as long as the protocol lets it be"
                    : "%s of %s, each as long as the protocol lets it be"
                            .formatted(chains, Figures.count(of.rounds(), "round"));
        }
        int perChain = budget / of.chains();
        return of.rounds() == 1
                ? "%s of %s".formatted(chains, Figures.count(perChain, "token"))
                : "%s of %s, %s each"
                        .formatted(
                                chains,
                                Figures.count(of.rounds(), "round"),
                                Figures.count(perChain / of.rounds(), "token"));
    }

    /// The text that [#read] takes back.
    public String written() {
        Scaling now = scaling.get();
        Integer tokens = now.budget();
        return "%d %d %d %d\n%s"
                .formatted(
                        VERSION,
                        now.chains(),
                        now.rounds(),
                        tokens == null ? 0 : tokens,
                        String.join("\n", now.triggers()));
    }

    /// Takes over what [#written] gave; what cannot be read leaves all as it is.
    public void read(@Nullable String text) {
        if (text == null) {
            return;
        }
        List<String> lines = text.lines().toList();
        try {
            String[] numbers = lines.getFirst().split(" ", -1);
            if (Integer.parseInt(numbers[0]) == VERSION) {
                int tokens = Integer.parseInt(numbers[3]);
                apply(
                        new Scaling(
                                Integer.parseInt(numbers[1]),
                                Integer.parseInt(numbers[2]),
                                lines.subList(1, lines.size()),
                                tokens == 0 ? null : (Integer) tokens));
            }
        } catch (IllegalArgumentException
                | ArrayIndexOutOfBoundsException
                | java.util.NoSuchElementException malformed) {
            // Another version wrote it, or somebody edited it.
            apply(Scaling.SINGLE);
        }
    }

    /// K, chains drawn independently.
    public IntegerProperty chainsProperty() {
        return chains;
    }

    /// R, rounds in each chain.
    public IntegerProperty roundsProperty() {
        return rounds;
    }

    /// Tokens for one solution; 0 for no budget.
    public IntegerProperty budgetProperty() {
        return budget;
    }

    /// The phrases that open later rounds, one a line.
    public StringProperty triggersProperty() {
        return triggers;
    }

    /// The spread as it can be run.
    public ReadOnlyObjectProperty<Scaling> scalingProperty() {
        return scaling.getReadOnlyProperty();
    }

    /// What each chain and round gets, in words.
    public ReadOnlyStringProperty splitProperty() {
        return split.getReadOnlyProperty();
    }
}
