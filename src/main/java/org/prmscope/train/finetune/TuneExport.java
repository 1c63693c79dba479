package org.prmscope.train.finetune;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.bytedeco.javacpp.PointerScope;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.ImportProgress;
import org.prmscope.model.ModelImport;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.model.TrainableCheckpoint.Weight;
import org.prmscope.train.ExportFolder;
import org.prmscope.train.NamedTensors;
import org.prmscope.train.TrainingReports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// Writes the folders of [FineTuning#export].
final class TuneExport {
    static final String CHECKPOINT = "safetensors";
    static final String MODEL = "onnx";
    static final String ADAPTER = "adapter";

    private static final String CONFIG = "config.json";
    private static final List<String> TYPE_FIELDS = List.of("dtype", "torch_dtype");

    private final FineTunePlan plan;
    private final TrainableCheckpoint base;
    private final TuneCheckpoint checkpoint;

    TuneExport(FineTunePlan plan, TrainableCheckpoint base, TuneCheckpoint checkpoint) {
        this.plan = plan;
        this.base = base;
        this.checkpoint = checkpoint;
    }

    /// Writes all of it, or leaves nothing.
    ///
    /// @throws CancellationException if cancelled
    void write(
            Path target, ImportOptions options, ImportProgress progress, Cancellation cancellation)
            throws WorkbenchException {
        try (ExportFolder export = ExportFolder.begin(target)) {
            Path folder = Files.createDirectories(export.folder().resolve(CHECKPOINT));
            weights(folder, export.folder(), cancellation);
            companions(folder);
            if (ModelImport.plan(folder, options)
                            .recordedAs(export.target().resolve(CHECKPOINT))
                            .write(export.folder().resolve(MODEL), progress, cancellation)
                            .isEmpty()
                    || cancellation.isCancelled()) {
                throw cancelled();
            }
            export.keep();
        } catch (IOException e) {
            throw TrainingReports.unexportable(target, e);
        }
    }

    private static CancellationException cancelled() {
        return new CancellationException("the export was cancelled");
    }

    private void weights(Path folder, Path whole, Cancellation cancellation)
            throws WorkbenchException, IOException {
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            DecoderNetwork network =
                    new DecoderNetwork(
                            base,
                            plan.method(),
                            Placement.of(FineTunePlan.Place.CPU),
                            1,
                            0,
                            cancellation);
            checkpoint.restore(network.trained());
            if (plan.method() instanceof FineTunePlan.Method.Lora lora) {
                Path adapter = Files.createDirectories(whole.resolve(ADAPTER));
                TensorFile.write(
                        adapter.resolve("adapter_model.safetensors"),
                        network.trained(),
                        Map.of("format", "pt"),
                        cancellation);
                Files.writeString(adapter.resolve("adapter_config.json"), adapterConfig(lora));
            }
            NamedTensors merged = new NamedTensors();
            for (Weight weight : base.weights()) {
                if (cancellation.isCancelled()) {
                    throw cancelled();
                }
                merged.put(weight.name(), network.merge(weight));
            }
            TensorFile.write(
                    folder.resolve("model.safetensors"),
                    merged,
                    Map.of("format", "pt"),
                    cancellation);
        }
    }

    /// The fields that PEFT's `LoraConfig` needs to apply the adapter.
    private String adapterConfig(FineTunePlan.Method.Lora lora) {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", base.folder().toString());
        json.put("r", lora.rank());
        if (lora.alpha() == Math.rint(lora.alpha())) {
            json.put("lora_alpha", (long) lora.alpha());
        } else {
            json.put("lora_alpha", lora.alpha());
        }
        json.put("lora_dropout", 0.0);
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("init_lora_weights", true);
        json.put("inference_mode", true);
        lora.targets().forEach(json.putArray("target_modules")::add);
        return json.toPrettyString() + "\n";
    }

    /// `config.json`, which says the type of the weights, and the other files as they are.
    private void companions(Path folder) throws IOException {
        JsonMapper mapper = new JsonMapper();
        for (Map.Entry<String, Path> file : base.files().entrySet()) {
            Path copy = folder.resolve(file.getKey());
            if (file.getKey().equals(CONFIG)
                    && mapper.readTree(Files.readString(file.getValue()))
                            instanceof ObjectNode config) {
                for (String field : TYPE_FIELDS) {
                    if (config.has(field)) {
                        config.put(field, "float32");
                    }
                }
                Files.writeString(copy, config.toPrettyString() + "\n");
            } else {
                // Files.copy of a path would make the copy of a read-only file read-only too.
                try (InputStream content = Files.newInputStream(file.getValue())) {
                    Files.copy(content, copy);
                }
            }
        }
    }
}
