package org.prmscope.ui.synthesis;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.SynthesisRun;
import org.prmscope.synthesis.filter.FilterSummary;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Debouncer;
import org.prmscope.ui.fx.PaneParts;

import java.util.ArrayList;
import java.util.List;

/// The list of filters to edit, what they leave, and why the other chains go.
final class FiltersPane {
    private static final double EDIT_DELAY_MS = 350;

    private final DataViewModel view;
    private final FiltersViewModel filters;
    private final VBox lines = new VBox();
    private final List<LineRow> rows = new ArrayList<>();
    private final Label counts = PaneParts.heading("");
    private final Label lot = PaneParts.quiet("");
    private final TextField seed = new TextField();
    private final TextField name = new TextField();
    private final Button save = new Button("Save filters");
    private final ReasonsTable reasons;
    private final VBox notices = new VBox();
    private final ScrollPane root;

    FiltersPane(DataViewModel view) {
        this.view = view;
        filters = view.filters();
        lines.getStyleClass().add("pane-part");
        notices.getStyleClass().add("pane-part");
        counts.setMinWidth(0);
        counts.setWrapText(true);
        VBox head = new VBox(counts, lot);
        head.getStyleClass().add("pane-part");
        reasons = new ReasonsTable(view.chains());
        VBox page = new VBox(head, choosers(), lines, seedLine(), saveLine(), notices, reasons);
        root = PaneParts.page(page);
        filters.linesProperty().subscribe(this::showLines);
        view.reviewProperty().subscribe(this::showReview);
        view.progressProperty().subscribe(this::showReview);
        view.saving().runningProperty().subscribe(this::showReview);
    }

    ScrollPane root() {
        return root;
    }

    private HBox choosers() {
        MenuButton presets = new MenuButton("Presets");
        presets.getStyleClass().add("small");
        presets.setMinWidth(Region.USE_PREF_SIZE);
        for (FilterPreset preset : FilterPreset.ALL) {
            MenuItem item =
                    new MenuItem(preset.title() + "   " + String.join(" ", preset.filters()));
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> filters.take(preset));
            presets.getItems().add(item);
        }
        MenuButton add = new MenuButton("Add filter");
        add.getStyleClass().add("small");
        add.setMinWidth(Region.USE_PREF_SIZE);
        for (FilterPreset one : FilterPreset.SINGLE) {
            MenuItem item = new MenuItem(one.title() + "   " + one.meaning());
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> {
                filters.add(text(one));
                rows.getLast().field.requestFocus();
                rows.getLast().field.end();
            });
            add.getItems().add(item);
        }
        HBox box = new HBox(8, presets, add);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    /// A filter of a source begins with one that the set has.
    private String text(FilterPreset one) {
        DataReview review = view.reviewProperty().get();
        String text = one.filters().getFirst();
        if (one.title().equals("source") && review != null) {
            return review.summary().sources().stream()
                    .map(FilterSummary.Bucket::name)
                    .filter(source -> !source.equals("none"))
                    .findFirst()
                    .map(source -> "source:is=\"%s\"".formatted(source))
                    .orElse(text);
        }
        return text;
    }

    private HBox seedLine() {
        Label label = PaneParts.quiet("seed of the caps");
        label.setWrapText(false);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setLabelFor(seed);
        seed.getStyleClass().add("small");
        seed.setPrefWidth(90);
        seed.setMinWidth(60);
        seed.setTooltip(new Tooltip("Decides which chains caps leave out"));
        Debouncer debouncer = new Debouncer(EDIT_DELAY_MS);
        seed.textProperty()
                .subscribe(text ->
                        debouncer.request(() -> {
                            if (seed.isFocused()) {
                                takeSeed(text.strip());
                            }
                        }));
        seed.setOnAction(_ -> takeSeed(seed.getText().strip()));
        filters.seedProperty()
                .subscribe(now -> {
                    if (!seed.isFocused()) {
                        seed.setText(now.toString());
                    }
                });
        seed.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        takeSeed(seed.getText().strip());
                        seed.setText(Long.toString(filters.seedProperty().get()));
                    }
                });
        HBox line = new HBox(8, label, seed);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void takeSeed(String text) {
        if (text.matches("-?\\d{1,18}")) {
            filters.seedProperty().set(Long.parseLong(text));
        }
    }

    private HBox saveLine() {
        name.setPromptText("name, if it shall have one");
        name.setAccessibleText("Name of the filters to save");
        name.getStyleClass().add("small");
        name.setMinWidth(60);
        HBox.setHgrow(name, Priority.ALWAYS);
        save.getStyleClass().add("small");
        save.setMinWidth(Region.USE_PREF_SIZE);
        save.setTooltip(
                new Tooltip(
                        "Keep the filters and what they say of each chain in the workspace"
                                + " (Ctrl+S)"));
        save.setOnAction(_ -> save());
        name.setOnAction(_ -> save());
        HBox line = new HBox(8, name, save);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    void save() {
        view.saving().save(name.getText().strip(), name::clear);
    }

    private void showLines(List<FiltersViewModel.Line> now) {
        while (rows.size() > now.size()) {
            rows.removeLast();
            lines.getChildren().removeLast();
        }
        while (rows.size() < now.size()) {
            LineRow row = new LineRow(rows.size());
            rows.add(row);
            lines.getChildren().add(row);
        }
        for (int at = 0; at < now.size(); at++) {
            rows.get(at).show(now.get(at), now.size());
        }
        if (now.isEmpty() && lines.getChildren().isEmpty()) {
            lines.setManaged(false);
        } else {
            lines.setManaged(true);
        }
        showReview();
    }

    private void showReview() {
        DataReview review = view.reviewProperty().get();
        String progress = view.progressProperty().get();
        SynthesisRun saved = review == null ? null : review.saved();
        save.setDisable(view.saving().obstacle() != null);
        name.setDisable(save.isDisable());
        notices.getChildren().clear();
        if (review == null) {
            counts.setText("No chains yet");
            lot.setText("Filters are applied as soon as there are some.");
            notices.setManaged(false);
            reasons.clear();
            rows.forEach(LineRow::clearCounts);
            return;
        }
        FilterSummary summary = review.summary();
        counts.setText(
                "%s of %s kept, of %s of %s"
                        .formatted(
                                Figures.count(summary.kept()),
                                Figures.count(summary.chains(), "chain"),
                                Figures.count(summary.solutionsKept()),
                                Figures.count(summary.solutions(), "solution")));
        lot.setText(status(review, progress, saved));
        for (LineRow row : rows) {
            row.showCounts(summary);
        }
        for (String notice : summary.notices()) {
            notices.getChildren().add(notice("! " + notice));
        }
        if (review.isAllInvalid()) {
            notices.getChildren()
                    .addFirst(
                            notice(
                                    "! No chain can be read to its end: failed or invalid"
                                            + " throughout. Look at one in the inspect view before"
                                            + " sampling more."));
        }
        notices.setManaged(!notices.getChildren().isEmpty());
        reasons.show(summary.reasons());
    }

    private static Label notice(String text) {
        Label label = PaneParts.plain(text);
        label.getStyleClass().add("data-notice");
        return label;
    }

    private String status(DataReview review, String progress, @Nullable SynthesisRun saved) {
        FilterSummary summary = review.summary();
        List<String> parts = new ArrayList<>();
        if (!progress.isEmpty()) {
            parts.add("Filtering " + progress + " (the counts are those before)");
        } else if (view.isBehind()) {
            parts.add("Not applied: a filter cannot be read");
        } else if (saved != null) {
            parts.add(
                    "Saved as filters %d%s"
                            .formatted(
                                    saved.id(), saved.name().isEmpty() ? "" : ", " + saved.name()));
        } else {
            parts.add("Not saved");
        }
        if (summary.readmitted() + summary.droppedByHand() > 0) {
            parts.add(
                    "by hand: %s admitted, %s taken out"
                            .formatted(
                                    Figures.count(summary.readmitted()),
                                    Figures.count(summary.droppedByHand())));
        }
        if (review.missing() > 0) {
            parts.add(
                    "%s made since are not in it: save the filters anew"
                            .formatted(Figures.count(review.missing(), "chain")));
        }
        return String.join(" · ", parts);
    }

    /// One filter of the list.
    private final class LineRow extends VBox {
        private final TextField field = new TextField();
        private final Button up;
        private final Button down;
        private final Label said = PaneParts.quiet("");
        private final int index;
        private FiltersViewModel.@Nullable Line line;

        LineRow(int index) {
            this.index = index;
            getStyleClass().add("filter-line-row");
            field.getStyleClass().addAll("small", "filter-field");
            field.setAccessibleText("Filter " + (index + 1));
            field.setMinWidth(80);
            HBox.setHgrow(field, Priority.ALWAYS);
            Debouncer debouncer = new Debouncer(EDIT_DELAY_MS);
            field.textProperty()
                    .subscribe(text ->
                            debouncer.request(() -> {
                                if (field.isFocused()) {
                                    filters.edit(index, text.strip());
                                }
                            }));
            field.setOnAction(_ -> filters.edit(index, field.getText().strip()));
            field.focusedProperty()
                    .addListener((_, _, focused) -> {
                        if (!focused && index < filters.linesProperty().get().size()) {
                            filters.edit(index, field.getText().strip());
                        }
                    });
            up = DataParts.icon("↑", "Move up: its reason comes first", () -> move(-1));
            down = DataParts.icon("↓", "Move down", () -> move(1));
            Button remove = DataParts.icon("✕", "Remove this filter", () -> filters.remove(index));
            HBox head = new HBox(4, field, up, down, remove);
            head.setAlignment(Pos.CENTER_LEFT);
            said.managedProperty().bind(said.textProperty().isNotEmpty());
            getChildren().addAll(head, said);
        }

        private void move(int direction) {
            filters.edit(index, field.getText().strip());
            filters.move(index, direction);
        }

        void show(FiltersViewModel.Line now, int of) {
            line = now;
            if (!field.getText().strip().equals(now.text())) {
                field.setText(now.text());
            }
            up.setDisable(index == 0);
            down.setDisable(index == of - 1);
            field.getStyleClass().remove("unreadable");
            said.getStyleClass().remove("lot-dropped");
            said.setText("");
            if (now.problem() != null) {
                field.getStyleClass().add("unreadable");
                said.getStyleClass().add("lot-dropped");
                said.setText(
                        "%s: expected %s%s"
                                .formatted(
                                        now.problem().where(),
                                        now.problem().expected(),
                                        now.problem().found().isEmpty()
                                                ? ""
                                                : ", found " + now.problem().found()));
            }
        }

        /// Counts are of chains that are not in view any more.
        void clearCounts() {
            FiltersViewModel.Line now = line;
            if (now != null && now.filter() != null) {
                said.setText("");
            }
        }

        void showCounts(FilterSummary summary) {
            FiltersViewModel.Line now = line;
            if (now == null || now.filter() == null) {
                return;
            }
            String of = now.filter().name();
            int first = 0;
            for (FilterSummary.ReasonCount count : summary.reasons()) {
                first += count.filter().equals(of) ? count.first() : 0;
            }
            said.setText(
                    first == 0
                            ? "first against no chain"
                            : "first against " + Figures.count(first, "chain"));
        }
    }
}
