package org.prmscope.run.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;

/// A curve file (JSONL, a line for each step and each evaluation) that may grow: each look reads
/// only what is new. A file that was cut or replaced is read from its start. Not thread-safe.
public final class CurveFile {
    /// Of a fine-tuning.
    public static final String TUNING = "curves.jsonl";

    /// Of the built-in verifier.
    public static final String BUILTIN = "loss.jsonl";

    private static final int CHUNK = 1 << 20;
    private static final int LONGEST = 16 << 20;

    private final Path file;
    private final JsonMapper json =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    private final CurveLog log = new CurveLog();
    private long position;
    private int lines;
    private @Nullable Object key;
    // The beginning of a line whose end is not written yet.
    private byte[] rest = new byte[0];

    public CurveFile(Path file) {
        this.file = file;
    }

    /// Reads what is new, and gives all of it. A file that does not exist (yet) is empty.
    ///
    /// @throws WorkbenchException if it cannot be read, or has lines and none of them is a step
    public Curve look() throws WorkbenchException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.size() < position || !Objects.equals(key, now.fileKey())) {
                log.clear();
                position = 0;
                lines = 0;
                rest = new byte[0];
                key = now.fileKey();
            }
            if (now.size() > position) {
                read();
            }
        } catch (NoSuchFileException e) {
            log.clear();
            position = 0;
            lines = 0;
            rest = new byte[0];
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The curves cannot be read",
                            file.toString(),
                            "a file that can be read",
                            IoReason.of(e),
                            "Check the path and the permissions."),
                    e);
        }
        Curve curve = log.curve();
        if (curve.unread() > 0 && curve.points().isEmpty() && curve.evaluations().isEmpty()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "This is no curve file",
                            file.toString(),
                            "lines such as {\"step\": 1, \"loss\": 0.7}",
                            "none in " + curve.unread() + " lines",
                            "Open the curves.jsonl or loss.jsonl of a training's folder."));
        }
        return curve;
    }

    private void read() throws IOException, WorkbenchException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(position);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (channel.read(chunk.clear()) > 0) {
                position += chunk.position();
                take(Arrays.copyOf(chunk.array(), chunk.position()));
            }
        }
    }

    private void take(byte[] fresh) throws WorkbenchException {
        byte[] all = Arrays.copyOf(rest, rest.length + fresh.length);
        System.arraycopy(fresh, 0, all, rest.length, fresh.length);
        int from = 0;
        for (int at = rest.length; at < all.length; at++) {
            if (all[at] == '\n') {
                line(new String(all, from, at - from, StandardCharsets.UTF_8).strip());
                from = at + 1;
                lines++;
            }
        }
        if (all.length - from > LONGEST) {
            // Read from its start when it is looked at again: it may be another file then.
            key = null;
            position = Long.MAX_VALUE;
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A line of the curves is too long",
                            file + ", line " + (lines + 1),
                            "at most " + LONGEST + " bytes",
                            "more",
                            "Open the curves.jsonl or loss.jsonl of a training's folder."));
        }
        rest = Arrays.copyOfRange(all, from, all.length);
    }

    private void line(String text) {
        if (text.isEmpty()) {
            return;
        }
        try {
            JsonNode node = json.readTree(text);
            int step = node.path("step").asInt(0);
            if (step > 0 && node.path("loss").isNumber()) {
                log.add(
                        new CurvePoint(
                                step,
                                node.path("loss").asDouble(),
                                node.path("gradientNorm").asDouble(Double.NaN),
                                node.path("rate").asDouble(Double.NaN),
                                node.path("tokens").asLong(),
                                node.path("tokensPerSecond").asDouble()));
            } else if (step > 0 && node.path("evaluationLoss").isNumber()) {
                log.add(new Curve.Evaluation(step, node.path("evaluationLoss").asDouble()));
            } else {
                log.addUnread();
            }
        } catch (JsonProcessingException e) {
            // A killed program leaves half a line, and the next one writes on behind it.
            log.addUnread();
        }
    }
}
