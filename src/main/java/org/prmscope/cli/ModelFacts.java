package org.prmscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.DecoderShape;
import org.prmscope.model.AttentionKind;
import org.prmscope.model.DecoderParts;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.ModelFolder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What commands say of a model folder.
final class ModelFacts {
    private ModelFacts() {}

    static void add(ModelFolder model, Facts facts) {
        ObjectNode json = facts.json();
        json.put("path", model.files().folder().toString());
        json.put("layout", model.layout().name().toLowerCase(Locale.ROOT));
        json.put("graph", model.graph());
        model.others().forEach(json.putArray("otherGraphs")::add);
        json.put("architecture", model.architecture());
        json.put("parameters", model.weights().parameters());
        json.put("bytes", model.weights().size().bytes());
        facts.line("layout", model.layout().text());
        facts.line("graph", graph(model));
        facts.line("architecture", architecture(model));
        addPrecision(model, facts);
        addAttention(model, facts);
        addShape(model.shape(), facts);
        addNames(model, facts);
        ObjectNode operators = json.putObject("operators");
        model.operators().forEach(operators::put);
        facts.line("operators", operators(model));
        addPatch(model.parts(), facts);
        model.warnings().forEach(json.putArray("warnings")::add);
        model.warnings().forEach(warning -> facts.line("note", warning));
    }

    static void addPrecision(ModelFolder model, Facts facts) {
        DecoderParts parts = model.parts();
        ObjectNode precision = facts.json().putObject("precision");
        precision.put("embedding", parts.embedding());
        precision.put("layers", parts.layers());
        precision.put("head", parts.head());
        precision.put("cache", cacheType(model.shape()));
        parts.blocks().forEach(precision.putArray("blocks")::add);
        facts.line(
                "precision",
                "%s embedding, %s layers, %s head, %s cache%s"
                        .formatted(
                                known(parts.embedding()),
                                known(parts.layers()),
                                known(parts.head()),
                                cacheType(model.shape()),
                                blocks(parts)));
    }

    private static String blocks(DecoderParts parts) {
        return parts.blocks().isEmpty()
                ? ""
                : parts.blocks().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" and ", "; blocks of ", ""));
    }

    static void addEstimate(MemoryEstimate estimate, int rows, int tokens, Facts facts) {
        ObjectNode json = facts.json().putObject("memory");
        json.put("rows", rows);
        json.put("tokensPerRow", tokens);
        json.put("weightBytes", estimate.weights().bytes());
        json.put("loadedBytes", estimate.loaded().bytes());
        json.put("cacheBytes", estimate.cache().bytes());
        json.put("neededBytes", estimate.needed().bytes());
        json.put("freeBytes", estimate.free().bytes());
        json.put("fits", estimate.fits());
        facts.line("weights", estimate.weights() + ", " + estimate.loaded() + " when loaded");
        facts.line(
                "cache",
                "%s for %d %s of %,d tokens"
                        .formatted(estimate.cache(), rows, rows == 1 ? "chain" : "chains", tokens));
        facts.line(
                "needed",
                estimate.needed()
                        + (estimate.fits() ? ", fits: " : ", does not fit: ")
                        + estimate.free()
                        + " free");
    }

    private static String graph(ModelFolder model) {
        return model.graph()
                + (model.others().isEmpty()
                        ? ""
                        : " (others: " + String.join(", ", model.others()) + ")");
    }

    private static String architecture(ModelFolder model) {
        return String.format(
                Locale.ROOT,
                "%s, %,d parameters, %s",
                model.architecture(),
                model.weights().parameters(),
                model.weights().size());
    }

    private static void addAttention(ModelFolder model, Facts facts) {
        AttentionKind kind = model.inputs().attention();
        facts.json().put("attention", kind.name().toLowerCase(Locale.ROOT));
        facts.line(
                "attention",
                switch (kind) {
                    case SHARED -> "GroupQueryAttention over one buffer for each chain";
                    case CONCAT -> "a cache that each step extends by a copy";
                });
    }

    private static void addShape(DecoderShape shape, Facts facts) {
        ObjectNode json = facts.json().putObject("shape");
        json.put("layers", shape.layers());
        json.put("heads", shape.heads());
        json.put("kvHeads", shape.kvHeads());
        json.put("headDim", shape.headDim());
        json.put("hiddenSize", shape.hiddenSize());
        json.put("vocabularySize", shape.vocabularySize());
        json.put("contextLength", shape.contextLength());
        facts.line(
                "shape",
                String.format(
                        Locale.ROOT,
                        "%d layers, %d heads over %d of size %d, hidden size %d",
                        shape.layers(),
                        shape.heads(),
                        shape.kvHeads(),
                        shape.headDim(),
                        shape.hiddenSize()));
        facts.line(
                "tokens",
                String.format(
                        Locale.ROOT,
                        "%,d in the vocabulary, %,d of context",
                        shape.vocabularySize(),
                        shape.contextLength()));
    }

    private static void addNames(ModelFolder model, Facts facts) {
        ObjectNode json = facts.json();
        ObjectNode ids = json.putObject("ids");
        ids.put("begin", model.ids().begin());
        model.ids().end().forEach(ids.putArray("end")::add);
        ids.put("pad", model.ids().pad());
        List<String> inputs =
                new ArrayList<>(List.of(model.names().inputIds(), model.names().attentionMask()));
        if (model.inputs().positionIds()) {
            inputs.add(model.names().positionIds());
        }
        if (model.inputs().cacheBranch()) {
            inputs.add("use_cache_branch");
        }
        inputs.add(model.names().pastKeys());
        inputs.add(model.names().pastValues());
        List<String> outputs =
                List.of(
                        model.names().logits(),
                        model.names().presentKeys(),
                        model.names().presentValues());
        inputs.forEach(json.putArray("inputs")::add);
        outputs.forEach(json.putArray("outputs")::add);
        facts.line("ids", "begin " + model.ids().begin() + ", end " + model.ids().end());
        facts.line("inputs", String.join(", ", inputs));
        facts.line("outputs", String.join(", ", outputs));
    }

    private static String operators(ModelFolder model) {
        List<String> counts = new ArrayList<>();
        model.operators()
                .forEach((name, count) ->
                        counts.add(count + " " + name.substring(name.lastIndexOf('.') + 1)));
        return String.join(", ", counts);
    }

    private static void addPatch(DecoderParts parts, Facts facts) {
        facts.json()
                .putObject("patch")
                .put("positionsBeforeHead", parts.headFound())
                .put("undoesLastPositionOnly", parts.headPruned());
        facts.line(
                "patch",
                parts.headFound()
                        ? "logits of the wanted positions alone"
                                + (parts.headPruned() ? " in place of the last" : "")
                        : "computes the logits of every position and keeps the wanted ones");
    }

    private static String cacheType(DecoderShape shape) {
        return shape.kvElementBytes() == Float.BYTES ? "fp32" : "fp16";
    }

    private static String known(String precision) {
        return precision.isEmpty() ? "unknown" : precision;
    }
}
