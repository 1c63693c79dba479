package org.prmscope.ui.workbench;

import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.fxml.FXMLLoader;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Protocol;
import org.prmscope.run.SetSummary;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.KeyAction;
import org.prmscope.ui.fx.Keymap;
import org.prmscope.ui.fx.MenuParts;
import org.prmscope.ui.fx.Theme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// The header: set chooser, verifier, protocol, options, Verify, theme and help.
public final class HeaderView {
    private static final double ROOM_FOR_VERIFIER = 1_150;
    private static final double ROOM_FOR_NAME = 860;

    private final WorkbenchViewModel model;
    private final Keymap keymap;
    private final Theme look;
    private final Parent root;
    private @Nullable Node compareTools;
    private @Nullable Node bestOfNTools;
    private @Nullable Node dataTools;
    private boolean wide = true;

    @FXML private Label appName;
    @FXML private MenuButton sets;
    @FXML private MenuButton modes;
    @FXML private HBox modePills;
    @FXML private ToggleButton inspect;
    @FXML private ToggleButton compare;
    @FXML private ToggleButton bestOfN;
    @FXML private ToggleButton data;
    @FXML private ToggleButton training;
    @FXML private HBox protocols;
    @FXML private HBox tools;
    @FXML private Button verifier;
    @FXML private ToggleButton genPrm;
    @FXML private ToggleButton thinkPrm;
    @FXML private Button options;
    @FXML private SplitMenuButton verify;
    @FXML private MenuItem verifySelected;
    @FXML private MenuItem verifyShown;
    @FXML private Button theme;
    @FXML private Button help;

    /// @param keymap the actions that the buttons start; complete before this is called
    @SuppressWarnings("NullAway.Init") // The loader fills the fields.
    public HeaderView(WorkbenchViewModel model, Keymap keymap, Theme look) {
        this.model = model;
        this.keymap = keymap;
        this.look = look;
        FXMLLoader loader = new FXMLLoader(HeaderView.class.getResource("Header.fxml"));
        loader.setController(this);
        try {
            root = loader.load();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        bindSets();
        bindVerifier();
        bindProtocol();
        bindVerify();
        bindMode();
        button(theme, "view.theme");
        look.modeProperty().subscribe(mode -> theme.setText(mode == Theme.Mode.LIGHT ? "☾" : "☀"));
        button(help, "view.keys");
    }

    /// The node to put into the window.
    public Parent root() {
        return root;
    }

    /// Where the verifier chooser hangs.
    Button verifierButton() {
        return verifier;
    }

    /// Where the options hang.
    Button optionsButton() {
        return options;
    }

    /// Opens the list of sets.
    void showSets() {
        sets.show();
    }

    private KeyAction action(String id) {
        return keymap.action(id).orElseThrow(() -> new IllegalArgumentException(id));
    }

    private void button(Button button, String id) {
        KeyAction action = action(id);
        button.setTooltip(new Tooltip(action.hint()));
        button.setAccessibleText(action.title());
        button.setOnAction(event -> action.run().run());
        button.disableProperty().bind(Bindings.not(action.enabled()));
    }

    private void bindSets() {
        sets.setTooltip(new Tooltip(action("set.choose").hint()));
        sets.textProperty()
                .bind(
                        model.sets()
                                .contentProperty()
                                .map(content ->
                                        switch (content) {
                                            case SetsViewModel.Content.Shown(SetSummary set) ->
                                                    set.name();
                                            case SetsViewModel.Content.Loading(String name) -> name;
                                            case SetsViewModel.Content.Importing importing ->
                                                    importing.name();
                                            case SetsViewModel.Content.Nothing _,
                                                    SetsViewModel.Content.Failed _ ->
                                                    "no set";
                                        }));
        sets.setOnShowing(event -> fillSets());
        sets.getItems().setAll(new MenuItem());
    }

    private void fillSets() {
        sets.getItems().clear();
        sets.getItems().addAll(item("file.open"), item("problem.new"));
        if (!model.sets().sets().isEmpty()) {
            sets.getItems()
                    .addAll(new SeparatorMenuItem(), MenuParts.head("Sets in this workspace"));
        }
        ToggleGroup group = new ToggleGroup();
        for (SetSummary set : model.sets().sets()) {
            RadioMenuItem item =
                    MenuParts.choice(
                            group,
                            "%s   %s"
                                    .formatted(
                                            set.name(),
                                            Figures.count(set.solutions(), "solution")));
            item.setSelected(
                    model.sets().contentProperty().get()
                                    instanceof SetsViewModel.Content.Shown(SetSummary shown)
                            && shown.id() == set.id());
            item.setOnAction(event -> model.sets().show(set));
            sets.getItems().add(item);
        }
        if (!model.sets().recent().isEmpty()) {
            sets.getItems().addAll(new SeparatorMenuItem(), MenuParts.head("Recent files"));
        }
        for (Path file : model.sets().recent()) {
            MenuItem item = new MenuItem(file.toString());
            item.setMnemonicParsing(false);
            item.setOnAction(event -> model.sets().open(file));
            sets.getItems().add(item);
        }
        sets.getItems().addAll(new SeparatorMenuItem(), MenuParts.head("Workspace"));
        for (String id :
                List.of(
                        WorkbenchView.OPEN_WORKSPACE,
                        WorkbenchView.NEW_WORKSPACE,
                        WorkbenchView.FORMER_WORKSPACE,
                        WorkbenchView.USUAL_WORKSPACE)) {
            if (keymap.action(id).isPresent()) {
                sets.getItems().add(item(id));
            }
        }
    }

    private MenuItem item(String id) {
        KeyAction action = action(id);
        MenuItem item = new MenuItem(action.hint());
        item.setMnemonicParsing(false);
        item.setDisable(!action.enabled().get());
        item.setOnAction(event -> action.run().run());
        return item;
    }

    private void bindVerifier() {
        button(verifier, "verifier.choose");
        verifier.textProperty().bind(model.verifier().labelProperty().map(label -> "◆ " + label));
        button(options, "options.edit");
        options.textProperty().bind(model.runBar().summaryProperty());
    }

    private void bindProtocol() {
        Tooltip tip = new Tooltip(action("protocol.toggle").hint());
        genPrm.setTooltip(tip);
        thinkPrm.setTooltip(tip);
        genPrm.setOnAction(event -> choose(Protocol.GENPRM));
        thinkPrm.setOnAction(event -> choose(Protocol.THINKPRM));
        model.runBar().protocolProperty().subscribe(this::showProtocol);
    }

    private void choose(Protocol protocol) {
        model.runBar().protocolProperty().set(protocol);
        showProtocol(protocol);
    }

    private void showProtocol(Protocol protocol) {
        genPrm.setSelected(protocol == Protocol.GENPRM);
        thinkPrm.setSelected(protocol == Protocol.THINKPRM);
    }

    private void bindMode() {
        inspect.setTooltip(new Tooltip(action("mode.inspect").hint()));
        compare.setTooltip(new Tooltip(action("mode.compare").hint()));
        inspect.setOnAction(event -> choose(WorkbenchViewModel.Mode.INSPECT));
        bestOfN.setTooltip(new Tooltip(action("mode.bestofn").hint()));
        compare.setOnAction(event -> choose(WorkbenchViewModel.Mode.COMPARE));
        bestOfN.setOnAction(event -> choose(WorkbenchViewModel.Mode.BEST_OF_N));
        data.setTooltip(new Tooltip(action("mode.data").hint()));
        data.setOnAction(event -> choose(WorkbenchViewModel.Mode.DATA));
        training.setTooltip(new Tooltip(action("mode.training").hint()));
        training.setOnAction(event -> choose(WorkbenchViewModel.Mode.TRAINING));
        model.modeProperty().subscribe(this::showMode);
        model.modeProperty().subscribe(_ -> Platform.runLater(this::focusMode));
        for (Node pill : modePills.getChildren()) {
            if (pill instanceof ToggleButton toggle) {
                MenuItem item = new MenuItem(toggle.getText());
                item.setMnemonicParsing(false);
                item.setOnAction(event -> toggle.fire());
                modes.getItems().add(item);
            }
        }
        // The scene's width: where the header has too little room, its own is what it needs.
        root.sceneProperty().flatMap(Scene::widthProperty).subscribe(width -> showWidth());
        look.fontScaleProperty().subscribe(this::showWidth);
    }

    /// In a window that is narrow for its text the modes are a menu, and only its title names it.
    private void showWidth() {
        Scene scene = root.getScene();
        double room =
                scene == null
                        ? Double.MAX_VALUE
                        : scene.getWidth() / look.fontScaleProperty().get();
        wide = room > ROOM_FOR_VERIFIER;
        appName.setVisible(room > ROOM_FOR_NAME);
        appName.setManaged(room > ROOM_FOR_NAME);
        modePills.setVisible(wide);
        modePills.setManaged(wide);
        modes.setVisible(!wide);
        modes.setManaged(!wide);
        showVerifier();
    }

    /// Where the focus is on a mode when another is chosen by its key, and the view of that one
    /// takes no focus, it goes along to the mode that is shown.
    private void focusMode() {
        List<ToggleButton> pills =
                modePills.getChildren().stream()
                        .filter(ToggleButton.class::isInstance)
                        .map(ToggleButton.class::cast)
                        .toList();
        if (pills.stream().anyMatch(pill -> pill.isFocused() && !pill.isSelected())) {
            pills.stream()
                    .filter(ToggleButton::isSelected)
                    .findFirst()
                    .ifPresent(ToggleButton::requestFocus);
        }
    }

    private void choose(WorkbenchViewModel.Mode mode) {
        model.modeProperty().set(mode);
        showMode(mode);
    }

    /// What runs and reads one solution is not there while runs are compared or candidates ranked,
    /// and the reverse.
    private void showMode(WorkbenchViewModel.Mode mode) {
        inspect.setSelected(mode == WorkbenchViewModel.Mode.INSPECT);
        compare.setSelected(mode == WorkbenchViewModel.Mode.COMPARE);
        bestOfN.setSelected(mode == WorkbenchViewModel.Mode.BEST_OF_N);
        data.setSelected(mode == WorkbenchViewModel.Mode.DATA);
        training.setSelected(mode == WorkbenchViewModel.Mode.TRAINING);
        modePills.getChildren().stream()
                .filter(pill -> pill instanceof ToggleButton toggle && toggle.isSelected())
                .findFirst()
                .ifPresent(pill -> modes.setText(((ToggleButton) pill).getText()));
        boolean inspecting = mode == WorkbenchViewModel.Mode.INSPECT;
        for (Node each : List.of(protocols, options, verify)) {
            each.setVisible(inspecting);
            each.setManaged(inspecting);
        }
        tools.setVisible(!inspecting);
        tools.setManaged(!inspecting);
        Node own =
                switch (mode) {
                    case INSPECT -> null;
                    case COMPARE -> compareTools;
                    case BEST_OF_N -> bestOfNTools;
                    case DATA -> dataTools;
                    case TRAINING -> null;
                };
        tools.getChildren().setAll(own == null ? List.of() : List.of(own));
        showVerifier();
    }

    /// In a narrow window the other view's controls take the verifier's room; the list of runs and
    /// `v` still lead to it.
    private void showVerifier() {
        boolean shown = wide || model.modeProperty().get() == WorkbenchViewModel.Mode.INSPECT;
        verifier.setVisible(shown);
        verifier.setManaged(shown);
    }

    /// Puts the other views' own controls into the header.
    void setTools(Node ofCompare, Node ofBestOfN, Node ofData) {
        compareTools = ofCompare;
        bestOfNTools = ofBestOfN;
        dataTools = ofData;
        showMode(model.modeProperty().get());
    }

    private void bindVerify() {
        KeyAction selected = action("run.selected");
        KeyAction shown = action("run.shown");
        verify.setTooltip(new Tooltip(selected.hint()));
        verify.setOnAction(event -> selected.run().run());
        verify.disableProperty()
                .bind(Bindings.not(selected.enabled()).and(Bindings.not(shown.enabled())));
        verify.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        model.solutions().marked().size() > 1
                                                ? "▶ Verify "
                                                        + Figures.count(
                                                                model.solutions().marked().size())
                                                        + " selected"
                                                : "▶ Verify selected",
                                model.solutions().marked()));
        verifySelected.setOnAction(event -> selected.run().run());
        verifySelected.setText(selected.hint());
        verifyShown.setOnAction(event -> shown.run().run());
        verifyShown
                .textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        "Verify all %s shown (Ctrl+Shift+Enter)"
                                                .formatted(
                                                        Figures.count(
                                                                model.solutions().shown().size())),
                                model.solutions().shown()));
    }
}
