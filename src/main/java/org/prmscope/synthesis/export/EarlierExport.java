package org.prmscope.synthesis.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What stands where training files are to be written.
public final class EarlierExport {
    /// A manifest has a few kilobytes; what is longer is none.
    private static final long LONGEST_MANIFEST = 1 << 20;

    private EarlierExport() {}

    /// The names of the files that an export would replace or, as they belong to the manifest that
    /// it replaces, remove; in the order of the formats, the manifest last.
    public static List<String> inTheWay(TrainingExport.Target target) {
        Set<TrainingFormat> formats = EnumSet.copyOf(target.formats());
        formats.addAll(leftOver(target));
        List<String> names = new ArrayList<>();
        formats.forEach(format -> names.add(format.file()));
        names.add(ExportManifest.FILE);
        names.removeIf(name -> !Files.exists(target.folder().resolve(name)));
        return List.copyOf(names);
    }

    /// Formats that an earlier export's manifest names and the next one's will not: their files
    /// would stand beside a manifest that says nothing of them. Files that no manifest of ours
    /// names are somebody's own.
    static Set<TrainingFormat> leftOver(TrainingExport.Target target) {
        Set<TrainingFormat> left = EnumSet.noneOf(TrainingFormat.class);
        JsonNode manifest = manifest(target.folder().resolve(ExportManifest.FILE));
        if (manifest.path("format").asText().equals(ExportManifest.FORMAT)) {
            for (JsonNode file : manifest.path("files")) {
                for (TrainingFormat format : TrainingFormat.values()) {
                    if (format.file().equals(file.path("name").asText())
                            && !target.formats().contains(format)) {
                        left.add(format);
                    }
                }
            }
        }
        return left;
    }

    private static JsonNode manifest(Path file) {
        JsonMapper json = new JsonMapper();
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_MANIFEST) {
                return json.readTree(file.toFile());
            }
        } catch (IOException e) {
            // What cannot be read as a manifest is not ours.
        }
        return json.createObjectNode();
    }
}
