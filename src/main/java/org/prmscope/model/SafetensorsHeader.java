package org.prmscope.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the header of a safetensors file (huggingface.co/docs/safetensors): eight bytes with its
/// length, then JSON that gives each tensor's type, shape and place in the bytes that follow.
///
/// As the reference reader does, it refuses a file whose tensors do not fill it exactly:
/// overlapping tensors, holes, bytes before, between or after them.
final class SafetensorsHeader {
    /// A shard of a model with 80 layers has a header of some 100 KiB.
    static final int SIZE_LIMIT = 16 << 20;

    static final int TENSOR_LIMIT = 100_000;
    private static final int DEPTH_LIMIT = 8;
    private static final int NAME_LIMIT = 1024;
    private static final int RANK_LIMIT = 8;
    private static final long COUNT_LIMIT = 1L << 48;
    private static final String AGAIN =
            "Download the file again; if that does not help, do not use it.";

    private final Path file;
    private final long dataStart;
    private final long dataBytes;

    private SafetensorsHeader(Path file, long dataStart, long dataBytes) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataBytes = dataBytes;
    }

    /// The tensors of a file, in the order of their places.
    ///
    /// @throws ModelException if the file is not safetensors, is cut off, or contradicts itself
    static List<StoredTensor> read(Path file) throws ModelException {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            byte[] prefix = in.readNBytes(Long.BYTES);
            if (prefix.length < Long.BYTES) {
                throw damaged(file, "at least 8 bytes", prefix.length + " bytes");
            }
            long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 2 || length > SIZE_LIMIT) {
                throw damaged(
                        file,
                        "a header of 2 bytes to " + new ByteSize(SIZE_LIMIT),
                        Long.toUnsignedString(length) + " bytes");
            }
            if (length > size - Long.BYTES) {
                throw damaged(
                        file,
                        "a header of " + length + " bytes",
                        "the end of the file after " + (size - Long.BYTES));
            }
            long start = Long.BYTES + length;
            byte[] json = in.readNBytes((int) length);
            // Of bytes, the parser would take UTF-16 and UTF-32 too, which other readers do not.
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
            return new SafetensorsHeader(file, start, size - start).tensors(text);
        } catch (CharacterCodingException e) {
            throw new ModelException(
                    damaged(file, "a header in UTF-8", "bytes that are not").report(), e);
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    damaged(file, "a header in JSON", e.getOriginalMessage()).report(), e);
        } catch (IOException e) {
            throw ModelException.io(
                    "A file of the model cannot be read", file, e, "Check its permissions.");
        }
    }

    private List<StoredTensor> tensors(String json) throws IOException, ModelException {
        JsonFactory factory =
                JsonFactory.builder()
                        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(DEPTH_LIMIT)
                                        .maxNameLength(NAME_LIMIT)
                                        .maxNumberLength(20)
                                        .build())
                        .build();
        List<StoredTensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try (JsonParser parser = factory.createParser(json)) {
            if (json.charAt(0) != '{' || parser.nextToken() != JsonToken.START_OBJECT) {
                throw damaged(file, "a header that begins with {", "another beginning");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (!names.add(name)) {
                    throw damaged(name, "one tensor of this name", "two");
                }
                if (names.size() > TENSOR_LIMIT) {
                    throw damaged(file, "at most " + TENSOR_LIMIT + " tensors", "more");
                }
                if (name.equals("__metadata__")) {
                    parser.skipChildren();
                } else {
                    tensors.add(tensor(name, parser));
                }
            }
            if (parser.nextToken() != null) {
                throw damaged(file, "one JSON object as the header", "more after it");
            }
        }
        return inOrder(tensors);
    }

    private StoredTensor tensor(String name, JsonParser parser) throws IOException, ModelException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw damaged(name, "an object with dtype, shape and data_offsets", "something else");
        }
        @Nullable StoredType type = null;
        @Nullable List<Long> shape = null;
        @Nullable List<Long> offsets = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> type = type(name, parser);
                case "shape" -> shape = numbers(name, "shape", RANK_LIMIT, parser);
                case "data_offsets" -> offsets = numbers(name, "data_offsets", 2, parser);
                default -> throw damaged(name, "dtype, shape and data_offsets", field);
            }
        }
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw damaged(name, "dtype, shape and two data_offsets", "not all of them");
        }
        return placed(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private StoredTensor placed(
            String name, StoredType type, List<Long> shape, long begin, long end)
            throws ModelException {
        long count = 1;
        for (long size : shape) {
            if (size > 0 && count > COUNT_LIMIT / size) {
                throw damaged(name, "a shape of less than 2^48 values", shape.toString());
            }
            count *= size;
        }
        long bytes = Math.ceilDiv(count * type.bits(), 8);
        if (begin > end || end - begin != bytes) {
            throw damaged(
                    name,
                    bytes + " bytes for " + type.label() + " " + shape,
                    "data_offsets [" + begin + ", " + end + "]");
        }
        if (end > dataBytes) {
            throw ModelException.of(
                    "A weight file is cut off",
                    file + ", tensor " + name,
                    "at least " + end + " bytes after the header",
                    dataBytes + " bytes",
                    "The download was cut off: download the file again.");
        }
        return new StoredTensor(name, file, type, shape, dataStart + begin, bytes);
    }

    private StoredType type(String name, JsonParser parser) throws IOException, ModelException {
        String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        var type = StoredType.of(text);
        if (type.isEmpty()) {
            throw damaged(name, "a dtype of safetensors, such as BF16", "\"" + brief(text) + "\"");
        }
        return type.get();
    }

    private List<Long> numbers(String name, String field, int most, JsonParser parser)
            throws IOException, ModelException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw damaged(name, "a list of numbers as " + field, "something else");
        }
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            boolean whole =
                    parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (!whole || parser.getLongValue() < 0) {
                throw damaged(
                        name,
                        "whole numbers from 0 to 2^63 as " + field,
                        brief(String.valueOf(parser.getText())));
            }
            numbers.add(parser.getLongValue());
            if (numbers.size() > most) {
                throw damaged(name, "at most " + most + " numbers as " + field, "more");
            }
        }
        return numbers;
    }

    /// The tensors must lie one behind the other from the first byte to the last.
    private List<StoredTensor> inOrder(List<StoredTensor> tensors) throws ModelException {
        tensors.sort(
                Comparator.comparingLong(StoredTensor::offset)
                        .thenComparingLong(StoredTensor::bytes));
        long end = dataStart;
        String before = "the header";
        for (StoredTensor tensor : tensors) {
            if (tensor.offset() != end) {
                throw damaged(
                        tensor.name(),
                        "its values to begin where " + before + " ends, at byte " + end,
                        tensor.offset() < end
                                ? "an overlap: it begins at byte " + tensor.offset()
                                : "a hole: it begins at byte " + tensor.offset());
            }
            end = tensor.offset() + tensor.bytes();
            before = tensor.name();
        }
        if (end != dataStart + dataBytes) {
            throw damaged(
                    file,
                    "the end of the file where " + before + " ends, at byte " + end,
                    (dataStart + dataBytes - end) + " bytes more");
        }
        return tensors;
    }

    private static String brief(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private ModelException damaged(String tensor, String expected, String found) {
        return ModelException.of(
                "A weight file is damaged",
                file + ", tensor " + brief(tensor),
                expected,
                found,
                AGAIN);
    }

    private static ModelException damaged(Path file, String expected, String found) {
        return ModelException.of("A weight file is damaged", file, expected, found, AGAIN);
    }
}
