package org.prmscope.train.finetune;

import org.prmscope.core.IoReason;
import org.prmscope.core.Sha256;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.TrainableCheckpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a training is: its plan, and the SHA-256 of its chats and of the base's configuration,
/// tokenizer and weights. Of every tensor some values are read, not all, so that a large base is
/// looked at in a moment. A checkpoint goes on only with the same.
final class TrainingIdentity {
    private TrainingIdentity() {}

    static Map<String, String> of(FineTunePlan plan, TrainableCheckpoint base)
            throws WorkbenchException {
        Map<String, String> identity = new LinkedHashMap<>(plan.identity());
        identity.put("SHA-256 of the chats", digest(plan.chains()));
        MessageDigest all = Sha256.digest();
        for (String name : new String[] {"config.json", "tokenizer.json"}) {
            Path file = base.files().get(name);
            if (file != null) {
                all.update(digest(file).getBytes(StandardCharsets.UTF_8));
            }
        }
        for (TrainableCheckpoint.Weight weight : base.weights()) {
            all.update(weight.toString().getBytes(StandardCharsets.UTF_8));
            base.sample(weight, (_, values, count) -> all.update(bytes(values, count)));
        }
        identity.put("SHA-256 of the base", Sha256.hex(all));
        return identity;
    }

    private static String digest(Path file) throws WorkbenchException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = Sha256.digest();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return Sha256.hex(digest);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ByteBuffer bytes(float[] values, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values, 0, count);
        return bytes;
    }

    private static WorkbenchException unreadable(Path file, IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "A file of the training cannot be read",
                        file.toString(),
                        "a file that can be read",
                        IoReason.of(e),
                        "Check the path and the permissions."),
                e);
    }
}
