package org.prmscope.decode.onnx;

import org.prmscope.core.Leftovers;
import org.prmscope.decode.NextToken;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What the reference said of the self-test's text, kept beside the model's other cached files, so
/// that the weights need not be loaded on the CPU at every start.
///
/// The file holds the prompt, and for every token the candidates' ids and logits and the
/// normaliser, big-endian. One that is damaged or of another prompt counts as absent.
final class SelfTestStore {
    private static final Logger LOG = Logger.getLogger(SelfTestStore.class.getName());
    private static final int MAGIC = 0x50524d31;

    /// Of any prompt that a program would use; a file that says more is damaged.
    private static final int MAX_PROMPT = 1 << 16;

    /// Of a file that is being written.
    private static final String PART = ".part";

    private SelfTestStore() {}

    /// @param file named by the content of the graph and the weights
    static Optional<List<NextToken>> read(Path file, int[] prompt, int tokens) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC || !Arrays.equals(ids(in, MAX_PROMPT), prompt)) {
                return Optional.empty();
            }
            if (in.readInt() != tokens) {
                return Optional.empty();
            }
            List<NextToken> answers = new ArrayList<>();
            for (int i = 0; i < tokens; i++) {
                int[] ids = ids(in, NextToken.CANDIDATES);
                float[] logits = new float[ids.length];
                for (int rank = 0; rank < logits.length; rank++) {
                    logits[rank] = in.readFloat();
                }
                double logSumExp = in.readDouble();
                if (ids.length == 0 || !Double.isFinite(logSumExp)) {
                    return Optional.empty();
                }
                answers.add(new NextToken(ids, logits, logSumExp, new int[0], new float[0]));
            }
            return in.read() < 0 ? Optional.of(answers) : Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.FINE, "the stored reference is not readable: " + file, e);
            return Optional.empty();
        }
    }

    /// Failing to write costs time at the next start and nothing else.
    static void write(Path file, int[] prompt, List<NextToken> answers) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        try {
            Files.createDirectories(folder);
            Leftovers.remove(folder, name -> name.endsWith(PART));
            Path part = Files.createTempFile(folder, file.getFileName() + ".", PART);
            try {
                try (DataOutputStream out =
                        new DataOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(part)))) {
                    out.writeInt(MAGIC);
                    ids(out, prompt);
                    out.writeInt(answers.size());
                    for (NextToken answer : answers) {
                        out.writeInt(answer.candidates());
                        for (int rank = 0; rank < answer.candidates(); rank++) {
                            out.writeInt(answer.id(rank));
                        }
                        for (int rank = 0; rank < answer.candidates(); rank++) {
                            out.writeFloat(answer.logit(rank));
                        }
                        out.writeDouble(answer.logSumExp());
                    }
                }
                Files.move(
                        part,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the reference cannot be stored: " + file, e);
        }
    }

    private static void ids(DataOutputStream out, int[] ids) throws IOException {
        out.writeInt(ids.length);
        for (int id : ids) {
            out.writeInt(id);
        }
    }

    private static int[] ids(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("%d ids of at most %d".formatted(count, most));
        }
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = in.readInt();
        }
        return ids;
    }
}
