package org.prmscope.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the fields of one JSON object, and says which file and field a wrong one is in.
///
/// @param at the path of the object in the file, such as `model.decoder`; empty at the root
record JsonFields(JsonNode node, Path file, String at) {
    /// Reads the object that a file holds.
    ///
    /// @param limit bytes that the file may have at most
    /// @param writer what writes such a file, for the message
    static JsonFields read(Path file, int limit, String writer) throws ModelException {
        byte[] content =
                FolderFiles.read(
                        file, limit, "Download the file again; it is not what it should be.");
        try {
            JsonNode root =
                    JsonMapper.builder()
                            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .build()
                            .readTree(content);
            JsonFields fields = new JsonFields(root, file, "");
            if (!root.isObject()) {
                throw root.isMissingNode()
                        ? fields.wrong("(root)", "an object", "nothing")
                        : fields.wrong("(root)", "an object", root);
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw notJson(file, writer, e, e.getOriginalMessage());
        } catch (IOException e) {
            throw notJson(file, writer, e, e.toString());
        }
    }

    private static ModelException notJson(
            Path file, String writer, IOException cause, String found) {
        return new ModelException(
                ModelException.of(
                                "The model's configuration is not JSON",
                                file,
                                "JSON, as " + writer + " writes it",
                                found,
                                "Download or export the model again.")
                        .report(),
                cause);
    }

    JsonFields object(String name) throws ModelException {
        JsonNode field = required(name, "an object");
        if (!field.isObject()) {
            throw wrong(name, "an object", field);
        }
        return new JsonFields(field, file, path(name));
    }

    /// A whole number, or `otherwise` where the field is absent or null.
    int integer(String name, int least, int most, int otherwise) throws ModelException {
        return has(name) ? integer(name, least, most) : otherwise;
    }

    int integer(String name, int least, int most) throws ModelException {
        String expected = "a whole number from " + least + " to " + most;
        return integer(name, required(name, expected), least, most);
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    /// One number, or a list of them.
    List<Integer> integers(String name, int least, int most) throws ModelException {
        String expected = "numbers from " + least + " to " + most;
        JsonNode field = required(name, expected);
        if (!field.isArray()) {
            return List.of(integer(name, field, least, most));
        }
        if (field.isEmpty() || field.size() > 1000) {
            throw wrong(name, expected, field);
        }
        List<Integer> values = new ArrayList<>();
        for (JsonNode value : field) {
            values.add(integer(name, value, least, most));
        }
        return values;
    }

    /// A number from `least` to `most`.
    double number(String name, double least, double most) throws ModelException {
        String expected = "a number from " + least + " to " + most;
        JsonNode field = required(name, expected);
        double value = field.isNumber() ? field.doubleValue() : Double.NaN;
        if (!(value >= least && value <= most)) {
            throw wrong(name, expected, field);
        }
        return value;
    }

    /// True or false; `otherwise` where there is no such field.
    boolean flag(String name, boolean otherwise) throws ModelException {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode field = node.get(name);
        if (!field.isBoolean()) {
            throw wrong(name, "true or false", field);
        }
        return field.booleanValue();
    }

    /// A list of texts; empty where there is no such field.
    List<String> texts(String name) throws ModelException {
        List<String> values = new ArrayList<>();
        if (has(name)) {
            JsonNode field = node.get(name);
            if (!field.isArray() || field.size() > 10_000) {
                throw wrong(name, "a list of texts", field);
            }
            for (JsonNode value : field) {
                if (!value.isTextual()) {
                    throw wrong(name, "a list of texts", value);
                }
                values.add(value.textValue());
            }
        }
        return values;
    }

    String text(String name) throws ModelException {
        JsonNode field = required(name, "a text");
        if (!field.isTextual()) {
            throw wrong(name, "a text", field);
        }
        return field.textValue();
    }

    ModelException wrong(String name, String expected, JsonNode found) {
        String text = found.toString();
        return wrong(name, expected, text.length() > 80 ? text.substring(0, 80) + "..." : text);
    }

    ModelException wrong(String name, String expected, String found) {
        return ModelException.of(
                "The model's configuration is wrong",
                file + ", field " + path(name),
                expected,
                found,
                "Correct the field, or export the model again.");
    }

    /// The file and the object in it, for messages.
    String where() {
        return at.isEmpty() ? file.toString() : file + ", field " + at;
    }

    private int integer(String name, JsonNode field, int least, int most) throws ModelException {
        if (!field.isIntegralNumber()
                || !field.canConvertToInt()
                || field.intValue() < least
                || field.intValue() > most) {
            throw wrong(name, "a whole number from " + least + " to " + most, field);
        }
        return field.intValue();
    }

    private JsonNode required(String name, String expected) throws ModelException {
        if (!has(name)) {
            throw wrong(name, expected, "no such field");
        }
        return node.get(name);
    }

    private String path(String name) {
        return at.isEmpty() ? name : at + "." + name;
    }
}
