package org.prmscope.synthesis.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.ModelIdentity;
import org.prmscope.core.RejectionReason;
import org.prmscope.synthesis.filter.FilterSummary;

import java.util.List;
import java.util.Locale;

/// What says of an export where it comes from: verifier, run, filters with their parameters, how
/// many chains went in and came out and why the others did not, hashes of the files. It has no
/// date, so that the same export twice gives the same bytes.
public final class ExportManifest {
    /// The file's name.
    public static final String FILE = "manifest.json";

    /// What its field `format` says.
    static final String FORMAT = "prmscope-training-export";

    private static final int VERSION = 1;

    private final JsonMapper json = new JsonMapper();

    /// The manifest of an export.
    ///
    /// @param notices what a person should know, beside the summary's
    public ObjectNode of(ExportOrigin origin, List<WrittenFile> files, List<String> notices) {
        ObjectNode root = json.createObjectNode();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.put("tool", "PRMScope " + origin.toolVersion());
        ModelIdentity model = origin.run().model();
        ObjectNode verifier = root.putObject("verifier");
        verifier.put("name", model.name());
        verifier.put("sha256", model.sha256());
        verifier.put("architecture", model.architecture());
        verifier.put("precision", model.precision());
        verifier.put("parameters", model.parameters());
        ObjectNode set = root.putObject("set");
        set.put("name", origin.set());
        set.put("sha256", origin.setSha256());
        ObjectNode run = root.putObject("run");
        run.put("id", origin.run().id());
        run.put("spec", origin.spec());
        run.put("seed", origin.run().configuration().seed());
        ObjectNode synthesis = root.putObject("synthesis");
        synthesis.put("id", origin.synthesis().id());
        synthesis.put("name", origin.synthesis().name());
        synthesis.put("seed", origin.synthesis().seed());
        ArrayNode filters = synthesis.putArray("filters");
        origin.synthesis().filters().forEach(filters::add);
        root.set("counts", counts(origin.summary()));
        ArrayNode written = root.putArray("files");
        for (WrittenFile file : files) {
            ObjectNode node = written.addObject();
            node.put("name", file.name());
            node.put("rows", file.rows());
            node.put("bytes", file.bytes());
            node.put("sha256", file.sha256());
        }
        ArrayNode said = root.putArray("notices");
        origin.summary().notices().forEach(said::add);
        notices.forEach(said::add);
        return root;
    }

    /// The summary's numbers, as `--json` and the manifest have them.
    public ObjectNode counts(FilterSummary summary) {
        ObjectNode node = json.createObjectNode();
        node.put("chains", summary.chains());
        node.put("kept", summary.kept());
        node.put("solutions", summary.solutions());
        node.put("solutionsKept", summary.solutionsKept());
        node.put("readmitted", summary.readmitted());
        node.put("droppedByHand", summary.droppedByHand());
        ArrayNode reasons = node.putArray("reasons");
        for (FilterSummary.ReasonCount count : summary.reasons()) {
            ObjectNode each = reasons.addObject();
            each.put("filter", count.filter());
            each.put("reason", word(count.reason()));
            each.put("first", count.first());
            each.put("all", count.all());
        }
        buckets(node, "labels", summary.labels());
        buckets(node, "sources", summary.sources());
        buckets(node, "firstErrors", summary.positions());
        buckets(node, "tokens", summary.lengths());
        buckets(node, "steps", summary.steps());
        return node;
    }

    private static void buckets(ObjectNode node, String field, List<FilterSummary.Bucket> buckets) {
        ArrayNode array = node.putArray(field);
        for (FilterSummary.Bucket bucket : buckets) {
            ObjectNode each = array.addObject();
            each.put("value", bucket.name());
            each.put("kept", bucket.kept());
            each.put("dropped", bucket.dropped());
        }
    }

    /// A reason as files have it, such as `step-verdict`.
    public static String word(RejectionReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
