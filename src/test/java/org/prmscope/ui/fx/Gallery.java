package org.prmscope.ui.fx;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.FirstError;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.LabelScore;
import org.prmscope.core.StepLabel;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.Verdict;
import org.prmscope.core.WorkbenchException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Every component of the kit on one page, to be looked at.
final class Gallery {
    private final MathRenderer renderer;
    private final List<MathText> texts = new ArrayList<>();

    Gallery(MathRenderer renderer) {
        this.renderer = renderer;
    }

    /// All texts of the page, to wait for their formulas.
    List<MathText> texts() {
        return texts;
    }

    BorderPane page() {
        VBox left = column(280, strips(), emptyState(), loading());
        VBox centre = new VBox(8, problem(), stepOne(), selectedStep(), lastStep());
        centre.setPadding(new Insets(12));
        HBox.setHgrow(centre, Priority.ALWAYS);
        VBox right = column(320, tokens());
        HBox columns = new HBox(left, centre, right);
        NoticeBar notices = new NoticeBar();
        notices.show(Notice.done("Saved 40 chains"));
        notices.show(
                new Notice(
                        Notice.Level.WARNING,
                        "3 of 400 rows were not read",
                        List.of(new Notice.Part("row 17", "label 9 is out of range for 5 steps")),
                        List.of(new Notice.Action("Show rows", () -> {}))));
        notices.show(
                Notice.error(
                        new WorkbenchException.Report(
                                "The model cannot be opened",
                                "models/genprm/tokenizer.json",
                                "a tokenizer of Hugging Face's format",
                                "no such file",
                                "Copy tokenizer.json from the model's page into the folder."),
                        new Notice.Action("Choose another", () -> {})));
        BorderPane page = new BorderPane(columns);
        page.setTop(notices);
        page.setBottom(new VBox(sheet(), status()));
        return page;
    }

    private static VBox column(double width, Node... nodes) {
        VBox column = new VBox(12, nodes);
        column.setPadding(new Insets(12));
        column.setPrefWidth(width);
        column.setMinWidth(width);
        return column;
    }

    private static Node strips() {
        VBox box = new VBox(6);
        VerdictMark c = VerdictMark.CORRECT;
        VerdictMark i = VerdictMark.INCORRECT;
        VerdictMark v = VerdictMark.INVALID;
        VerdictMark n = VerdictMark.NOT_REACHED;
        VerdictMark p = VerdictMark.PENDING;
        List<List<VerdictMark>> rows =
                List.of(
                        List.of(c, i, n, n, n, n),
                        List.of(c, c, c, c, c),
                        List.of(c, v, n, n),
                        List.of(c, c, p, p, p),
                        List.of());
        for (List<VerdictMark> row : rows) {
            StepStrip strip = new StepStrip();
            strip.setSteps(row);
            Label id = new Label("gsm8k-" + rows.indexOf(row));
            id.getStyleClass().add("mono");
            id.setPrefWidth(80);
            Label min = new Label("0.83");
            min.getStyleClass().add("number");
            HBox line = new HBox(10, id, strip, min);
            line.setAlignment(Pos.CENTER_LEFT);
            box.getChildren().add(line);
        }
        return box;
    }

    private static Node emptyState() {
        return EmptyState.of(
                        "◆",
                        "No solutions yet",
                        "Open a ProcessBench file, or drop one here. The sample set shows what a"
                                + " verification looks like.")
                .withAction("Open file", () -> {})
                .withAction("Load the sample set", () -> {});
    }

    private static Node loading() {
        return EmptyState.loading("Loading the verifier", "12 MiB of weights, about 2 s");
    }

    private MathText text(String source) {
        MathText text = new MathText(renderer);
        text.setText(source);
        texts.add(text);
        return text;
    }

    private Node problem() {
        HBox head =
                new HBox(
                        8,
                        strong("gsm8k-2"),
                        new Chip("Qwen2-7B-Instruct", Chip.Tone.NEUTRAL),
                        Chips.goldFirstError(new FirstError.At(2)),
                        new Chip("all 400", Chip.Tone.ACCENT),
                        Chips.verdict(new Verdict.Invalid(InvalidReason.NO_BOX, "no box")));
        head.setAlignment(Pos.CENTER_LEFT);
        return new VBox(
                6,
                head,
                text(
                        "A school buys 24 boxes of pens. Each box holds 15 pens and costs $4.50."
                                + " How many pens does the school get, and what is the price of one"
                                + " pen, $p = \\frac{24 \\cdot 4.50}{n}$?"));
    }

    private Node stepOne() {
        HBox chips =
                new HBox(
                        8,
                        Chips.gold(StepLabel.CORRECT),
                        Chips.verdict(new Verdict.Correct()),
                        bar(0.97, VerdictMark.CORRECT));
        chips.setAlignment(Pos.CENTER_LEFT);
        return card(
                false,
                text(
                        "The **total** is $24 \\times 4.50 = 108$ dollars, so `n = 360` and \\["
                                + " \\sum_{i=1}^{n} \\frac{x_i}{n} = \\bar x \\] follows with"
                                + " \\(\\sqrt{2}\\), a malformed $\\frac{1}{$ and a refused"
                                + " $\\includegraphics{a.png}$; answer \\boxed{Yes} or"
                                + " $\\boxed{0.3}$."),
                chips);
    }

    private Node selectedStep() {
        HBox chips =
                new HBox(
                        8,
                        Chips.gold(StepLabel.INCORRECT),
                        Chips.verdict(new Verdict.Incorrect()),
                        bar(0.08, VerdictMark.INCORRECT));
        chips.setAlignment(Pos.CENTER_LEFT);
        BlockHeader critique = new BlockHeader("Critique");
        critique.action("Raw", () -> {});
        critique.action("Copy", () -> {});
        BlockHeader check =
                new BlockHeader(
                        "Code check",
                        Chips.code(
                                new CodeResult(
                                        new CodeOutcome.Completed(),
                                        "",
                                        "",
                                        31,
                                        "bubblewrap, Python 3.11.2")),
                        Chips.code(
                                new CodeResult(
                                        new CodeOutcome.Raised("ValueError", "x", 2),
                                        "",
                                        "",
                                        31,
                                        "")),
                        Chips.code(
                                new CodeResult(
                                        new CodeOutcome.LimitHit(CodeOutcome.Limit.TIME),
                                        "",
                                        "",
                                        5000,
                                        "")));
        check.action("Re-run", () -> {});
        CodePane code = new CodePane(CodePane.Language.PYTHON);
        code.setText(
                """
                # 24 boxes of 15 pens
                boxes, pens = 24, 15
                claimed = 350

                def check(a: int, b) -> bool:
                    return a * b == claimed  # "x"

                print(check(boxes, pens), f'{boxes * pens}', 1.5e-3)\
                """);
        code.setErrorLine(6);
        CodePane output = new CodePane(CodePane.Language.PLAIN);
        output.setText("False 360 0.0015");
        return card(
                true,
                text("The number of pens is $24 \\times 15 = 350$."),
                chips,
                critique,
                text(
                        "Paragraph 3 multiplies the 24 boxes by 15 pens and claims $24 \\times 15 ="
                                + " 350$. Let me check the product with code before trusting it."),
                check,
                code,
                new BlockHeader("Code output"),
                output);
    }

    private Node lastStep() {
        HBox chips =
                new HBox(
                        8,
                        Chips.gold(StepLabel.UNLABELLED),
                        Chips.verdict(new Verdict.NotReached()),
                        Chips.pending());
        return card(false, text("So one pen costs $108/350 \\approx 0.31$ dollars."), chips);
    }

    private static Node card(boolean selected, Node... nodes) {
        VBox card = new VBox(6, nodes);
        card.getStyleClass().add("prm-card");
        card.setPadding(new Insets(10, 12, 10, 12));
        card.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("selected"), selected);
        return card;
    }

    private static ConfidenceBar bar(double probability, VerdictMark mark) {
        ConfidenceBar bar = new ConfidenceBar();
        bar.show(
                new Confidence(
                        probability,
                        ConfidenceDefinition.YES_NO_TOKEN_RATIO,
                        List.of(
                                new LabelScore("Yes", 11.2, -0.1),
                                new LabelScore("No", 13.6, -2.5))),
                mark);
        return bar;
    }

    private static Label strong(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("strong");
        return label;
    }

    /// A chain of made-up tokens with an injected middle and a decision near the end.
    static TokenTrace trace(int repeats) {
        String[] words =
                ("<analyze>\n|Paragraph| 3| multip|lies| the| 24| boxes| by| 15| pens| and| claims|"
                                + " 24| ×| 15| =| 350|.| Let| me| check| the| product| with|"
                                + " code|.\n|</analyze>|\n")
                        .split("\\|", -1);
        TokenTrace.Builder builder = new TokenTrace.Builder(0);
        Random random = new Random(5);
        for (int i = 0; i < words.length; i++) {
            builder.piece(i, words[i].getBytes(StandardCharsets.UTF_8));
        }
        builder.piece(words.length, "[Code Output: 360 False]\n".getBytes(StandardCharsets.UTF_8));
        builder.piece(words.length + 1, new byte[] {(byte) 0xe4, (byte) 0xb8});
        builder.piece(words.length + 2, "中文".getBytes(StandardCharsets.UTF_8));
        builder.fed(1, TokenOrigin.PROMPT).fed(2, TokenOrigin.PROMPT);
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (int i = 0; i < words.length; i++) {
                double p = random.nextInt(3) == 0 ? random.nextDouble() : 0.995;
                builder.sampled(i, (float) Math.log(p), new int[0], new float[0]);
            }
            builder.fed(words.length, TokenOrigin.INJECTED);
            builder.sampled(words.length + 1, -0.4f, new int[0], new float[0]);
            builder.sampled(words.length + 2, -0.2f, new int[0], new float[0]);
        }
        return builder.build();
    }

    private static Node tokens() {
        TokenPane pane = new TokenPane();
        TokenTrace trace = trace(3);
        pane.show(trace, new TokenSpan(0, trace.size()), Set.of(trace.size() - 60));
        pane.reveal(22);
        pane.setPrefHeight(420);
        return new VBox(8, strong("Tokens"), pane);
    }

    private static Node sheet() {
        Keymap keymap = new Keymap();
        keymap.add(KeyAction.of("open", "Open a file", "File", () -> {}, "Shortcut+O"));
        keymap.add(KeyAction.of("next", "Next step", "Steps", () -> {}, "j", "Down"));
        keymap.add(KeyAction.of("prev", "Previous step", "Steps", () -> {}, "k", "Up"));
        keymap.add(KeyAction.of("help", "Show the keys", "Window", () -> {}, "?", "F1"));
        keymap.add(KeyAction.of("page", "Next solution", "Steps", () -> {}, "Shortcut+Page Down"));
        KeymapSheet sheet = new KeymapSheet(keymap);
        sheet.setPrefHeight(130);
        return sheet;
    }

    private static Node status() {
        StatusBar bar = new StatusBar();
        bar.left("● CPU · int8 · 2 threads");
        bar.left("212 tok/s");
        bar.right("Verifying 8 of 40 · 1:20 left");
        ProgressBar progress = new ProgressBar(0.2);
        bar.right(progress);
        bar.right(new Button("Cancel"));
        bar.right("saved 09:41:22").setTooltip(new Tooltip("saved"));
        return bar;
    }
}
