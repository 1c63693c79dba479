package org.prmscope.reproduce;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.Precision;
import org.prmscope.train.finetune.FineTuneListener;
import org.prmscope.train.finetune.FineTunePlan;
import org.prmscope.train.finetune.FineTuning;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Fine-tunes a seed's base on the chains of one arm.
final class TuneStage {
    private static final int BATCH = 16;
    private static final int PACK = 2_048;
    private static final int CHECKPOINT_EVERY = 10;
    private static final int NEVER = 1_000_000;
    private static final double RATE = 3e-4;

    private final Experiment experiment;

    TuneStage(Experiment experiment) {
        this.experiment = experiment;
    }

    /// A model folder that verifies.
    ///
    /// @param chains the folder with the arms' chains
    Path run(int seed, Arm arm, BaseStage.Base base, StageFolder chains) throws WorkbenchException {
        String name = SampleStage.file(arm);
        int kept = chains.result().path("arms").path(arm.word()).path("kept").asInt();
        int steps = Math.max(1, (kept * experiment.scale().passes() + BATCH - 1) / BATCH);
        ObjectNode plan = experiment.plan("tune", seed);
        plan.put("arm", arm.word());
        plan.put("base", base.sha256());
        plan.put("chains", chains.outputs().path(name).asText());
        plan.put("steps", steps);
        plan.put("rate", RATE);
        plan.put("batch", BATCH);
        StageFolder stage = StageFolder.open(experiment.stage(seed, arm.word()), plan);
        Path model = stage.path().resolve("exported").resolve("onnx");
        if (stage.isDone()) {
            refuseLoss(stage.path(), arm, stage.result().path("tooLong").asInt());
            experiment.tell("seed %d: the model of the %s is there".formatted(seed, arm.title()));
            return model;
        }
        experiment.tell(
                "seed %d: fine-tuning on %d chains, %s, %d steps"
                        .formatted(seed, kept, arm.title(), steps));
        FineTunePlan tune =
                new FineTunePlan(
                        base.checkpoint(),
                        chains.path().resolve(name),
                        Optional.empty(),
                        stage.path().resolve("training"),
                        new FineTunePlan.Method.Full(),
                        FineTunePlan.Place.CPU,
                        new FineTunePlan.Schedule(steps, Math.max(1, steps / 20), RATE, 0.01, 1),
                        new FineTunePlan.Sizes(
                                BATCH,
                                PACK,
                                Scale.LONGEST,
                                CHECKPOINT_EVERY,
                                NEVER,
                                experiment.scale().threads()),
                        Experiment.draw(seed, 4));
        try (FineTuning tuning = FineTuning.open(tune, experiment.tools().machine())) {
            refuseLoss(stage.path(), arm, tuning.tooLong());
            train(tuning, steps);
            export(stage, tuning);
            ObjectNode result = new JsonMapper().createObjectNode();
            result.put("steps", steps);
            result.put("chats", tuning.chats());
            result.put("tooLong", tuning.tooLong());
            stage.done(
                    experiment.tools().version(),
                    result,
                    List.of(stage.path().resolve("exported/safetensors/model.safetensors")));
        }
        return model;
    }

    /// The arms are compared on the same number of chains: one that loses some would spoil that.
    static void refuseLoss(Path place, Arm arm, int tooLong) throws WorkbenchException {
        if (tooLong > 0) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "Chains of the " + arm.title() + " are too long to train on",
                            place.toString(),
                            "chains of at most " + Scale.LONGEST + " tokens",
                            tooLong + " longer",
                            "Remove the folder of this seed and run fewer seeds, or choose another"
                                    + " scale: arms with unequal numbers are not compared."));
        }
    }

    private void train(FineTuning tuning, int steps) throws WorkbenchException {
        try (CostLog.Piece piece = experiment.costs().begin("fine-tuning")) {
            FineTuneListener listener =
                    step -> {
                        piece.trained(step.tokens());
                        experiment
                                .listener()
                                .step(step.step(), steps, step.loss(), step.tokensPerSecond());
                    };
            tuning.train(experiment.cancellation(), listener);
        }
        experiment.check();
    }

    private void export(StageFolder stage, FineTuning tuning) throws WorkbenchException {
        tuning.export(
                stage.begin("exported"),
                ImportOptions.of(Precision.FP32, "prmscope " + experiment.tools().version()),
                (_, _, _) -> {},
                experiment.cancellation());
        stage.finish("exported");
    }
}
