package org.prmscope.ui.synthesis;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.SynthesisRun;
import org.prmscope.run.ChainKey;
import org.prmscope.synthesis.filter.ReviewedChain;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a person says of single chains: admitting, taking out, leaving to the filters, and taking
/// that back. Filters that were not saved are saved first, since a ruling belongs to them.
public final class RulingsViewModel {
    static final String WHO = "data.who";
    private static final int LONGEST_NOTE = 2_000;

    private final Session session;
    private final Remembered remembered;
    private final DataViewModel view;
    private final Rulings rulings = new Rulings();
    private final StringProperty note = new SimpleStringProperty("");
    private final StringProperty who = new SimpleStringProperty("");
    private final List<Rulings.Saying> waiting = new ArrayList<>();

    RulingsViewModel(Session session, Remembered remembered, DataViewModel view) {
        this.session = session;
        this.remembered = remembered;
        this.view = view;
        view.chains()
                .selectedProperty()
                .subscribe((before, now) -> {
                    if (before == null
                            || now == null
                            || !before.key().equals(now.key())
                            || !Objects.equals(
                                    before.reviewed().ruling(), now.reviewed().ruling())) {
                        showNote();
                    }
                });
    }

    private void showNote() {
        ChainRow row = view.chains().selectedProperty().get();
        ChainRuling ruling = row == null ? null : row.reviewed().ruling();
        note.set(ruling == null || !row.isByHand() ? "" : ruling.note());
    }

    void clear() {
        rulings.clear();
        waiting.clear();
    }

    /// Rules on the chain in view, with the note as it is written. The same ruling again with the
    /// same note changes nothing.
    public void rule(ChainRuling.Ruling ruling) {
        ChainRow row = view.chains().selectedProperty().get();
        if (row == null) {
            return;
        }
        String why = ruling == ChainRuling.Ruling.AS_FILTERED ? "" : note.get().strip();
        Rulings.Saying before = Rulings.before(row);
        Rulings.Saying after = new Rulings.Saying(row.key(), ruling, shortened(why));
        if (!after.equals(before)) {
            rulings.add(new Rulings.Change(before, after));
            say(after);
        }
    }

    /// Keeps a note that was written: with the ruling there is, else against what the filters say.
    public void ruleWithNote() {
        ChainRow row = view.chains().selectedProperty().get();
        if (row == null) {
            return;
        }
        ChainRuling ruling = row.reviewed().ruling();
        rule(
                ruling != null && row.isByHand()
                        ? ruling.ruling()
                        : row.isKept() ? ChainRuling.Ruling.DROP : ChainRuling.Ruling.KEEP);
    }

    private static String shortened(String note) {
        return note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
    }

    /// Takes the last ruling back.
    public void undo() {
        sayAgain(rulings.undo(), "There is nothing to undo");
    }

    /// Rules again as before the last undoing.
    public void redo() {
        sayAgain(rulings.redo(), "There is nothing to redo");
    }

    private void sayAgain(Rulings.@Nullable Saying saying, String otherwise) {
        if (saying == null) {
            session.dialogs().show(new Notice(Notice.Level.HINT, otherwise, List.of(), List.of()));
            return;
        }
        say(saying);
        for (ChainRow row : view.chains().shown()) {
            if (row.key().equals(saying.key())) {
                view.chains().select(row);
                showNote();
                break;
            }
        }
    }

    private void say(Rulings.Saying saying) {
        DataReview now = view.reviewProperty().get();
        if (now == null) {
            return;
        }
        if (view.saving().runningProperty().get()) {
            waiting.add(saying);
            return;
        }
        if (view.isBehind() || view.isApplying()) {
            rulings.forget(saying);
            session.dialogs()
                    .show(
                            new Notice(
                                    Notice.Level.HINT,
                                    "The filters as typed are not applied: nothing was ruled",
                                    List.of(),
                                    List.of()));
            return;
        }
        if (now.saved() == null) {
            waiting.add(saying);
            view.saving().saveThen("", this::sayWaiting);
            return;
        }
        write(now.saved(), saying);
    }

    private void sayWaiting() {
        List<Rulings.Saying> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(this::say);
    }

    private void write(SynthesisRun saved, Rulings.Saying saying) {
        String name = name();
        session.call(
                (workbench, _) ->
                        workbench
                                .synthesis()
                                .rule(
                                        saved.id(),
                                        saying.key().solutionId(),
                                        saying.key().chain(),
                                        saying.ruling(),
                                        name,
                                        saying.note()),
                made -> ruled(saved, saying.key(), made),
                failure -> {
                    rulings.forget(saying);
                    session.dialogs().showFailure("Keeping the ruling", failure);
                });
    }

    private void ruled(SynthesisRun saved, ChainKey key, ChainRuling made) {
        DataReview now = view.reviewProperty().get();
        if (now == null || now.run().run().id() != saved.runId()) {
            return;
        }
        SynthesisRun of = now.saved();
        if (of != null && of.id() != saved.id()) {
            return;
        }
        List<ChainRow> rows = new ArrayList<>(now.rows());
        for (int at = 0; at < rows.size(); at++) {
            ChainRow row = rows.get(at);
            if (row.key().equals(key)) {
                ReviewedChain reviewed = row.reviewed();
                ChainRow next =
                        new ChainRow(
                                new ReviewedChain(reviewed.facts(), reviewed.rejections(), made),
                                row.result());
                rows.set(at, next);
                view.replace(DataReview.of(now.run(), of, now.plan(), rows, now.missing()), next);
                return;
            }
        }
    }

    /// The name that rulings are made under: as it was last given, else the account's.
    public String name() {
        String given = who.get().isBlank() ? remembered.get(WHO) : who.get().strip();
        if (given == null || given.isBlank()) {
            String account = System.getProperty("user.name", "");
            return account.isBlank() ? "somebody" : account;
        }
        return given;
    }

    /// Gives the name that rulings are made under.
    public void setName(String name) {
        who.set(shortened(name));
        remembered.put(WHO, name.strip());
    }

    /// What is written of the chain in view before it is ruled on.
    public StringProperty noteProperty() {
        return note;
    }
}
