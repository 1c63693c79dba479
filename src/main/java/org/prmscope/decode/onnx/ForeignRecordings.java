package org.prmscope.decode.onnx;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The steps of a session that its device has recorded.
///
/// A recorded step repeats what the device did, at the same addresses and with the same shapes, and
/// nothing of what the host did. So every tensor in host memory has a fixed place on the device,
/// and a step at other addresses or of other shapes is another recording. ONNX Runtime knows a
/// recording by a number (`gpu_graph_id`), which is not used twice, and is told when it is done
/// with.
final class ForeignRecordings implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ForeignRecordings.class.getName());

    /// Recordings that are made in a session's life; steps beyond are run as any other. Each holds
    /// device memory, and ONNX Runtime's CUDA provider (1.29) keeps them all until the session is
    /// closed, whatever it answers when it is told to forget one.
    static final int LIMIT = 256;

    private final ForeignMemory memory;
    private final Describing describing;
    private final Releasing releasing;
    private final Map<List<Long>, Recording> recordings = new HashMap<>();

    /// Steps that the device would not record, so that none is tried again and again.
    private final Set<List<Long>> refused = new HashSet<>();

    private int made;

    /// Makes the description of a tensor on the device.
    interface Describing {
        ForeignTensor of(MemorySegment memory, GraphSession.ElementType element, long[] shape)
                throws OnnxException;
    }

    /// Lets ONNX Runtime forget what it recorded.
    interface Releasing {
        void release(int number) throws OrtApiFailure;
    }

    /// One recorded step: its number, and the places of the host tensors on the device.
    static final class Recording {
        private final Arena arena = Arena.ofShared();
        private final List<Long> key;
        private final int number;
        private final MemorySegment id;
        private final List<@Nullable ForeignTensor> inputs = new ArrayList<>();
        private final List<@Nullable ForeignTensor> outputs = new ArrayList<>();
        private final List<ForeignBlock> blocks = new ArrayList<>();

        private Recording(List<Long> key, int number) {
            this.key = key;
            this.number = number;
            id = arena.allocateFrom(Integer.toString(number));
        }

        /// As a C string.
        MemorySegment id() {
            return id;
        }

        private void release() {
            inputs.forEach(Recording::close);
            outputs.forEach(Recording::close);
            blocks.forEach(ForeignBlock::close);
            arena.close();
        }

        private static void close(@Nullable ForeignTensor tensor) {
            if (tensor != null) {
                tensor.close();
            }
        }
    }

    ForeignRecordings(ForeignMemory memory, Describing describing, Releasing releasing) {
        this.memory = memory;
        this.describing = describing;
        this.releasing = releasing;
    }

    /// The recording for a step with the bound tensors; empty if there are too many already, or if
    /// it was refused.
    Optional<Recording> of(ForeignBindings inputs, ForeignBindings outputs) throws OnnxException {
        List<Long> key = new ArrayList<>();
        inputs.describe(key);
        outputs.describe(key);
        Recording known = recordings.get(key);
        if (known != null || made == LIMIT || refused.contains(key)) {
            return Optional.ofNullable(known);
        }
        Recording recording = new Recording(List.copyOf(key), made + 1);
        boolean complete = false;
        try {
            places(inputs, recording.inputs, recording.blocks);
            places(outputs, recording.outputs, recording.blocks);
            complete = true;
        } finally {
            if (!complete) {
                recording.release();
            }
        }
        made++;
        recordings.put(recording.key, recording);
        return Optional.of(recording);
    }

    /// Forgets a recording that cannot be trusted.
    void drop(Recording recording) {
        if (recordings.remove(recording.key, recording)) {
            giveBack(recording);
        }
    }

    /// Forgets a recording that the device failed to make; such a step is not recorded again.
    void refuse(Recording recording) {
        refused.add(recording.key);
        drop(recording);
    }

    /// Brings the host tensors over and binds their places instead.
    void enter(Recording recording, ForeignBindings inputs, ForeignBindings outputs) {
        for (int i = 0; i < inputs.count(); i++) {
            ForeignTensor place = recording.inputs.get(i);
            if (place != null) {
                memory.upload(inputs.tensor(i).memory(), place.memory());
                inputs.replace(i, place);
            }
        }
        for (int i = 0; i < outputs.count(); i++) {
            ForeignTensor place = recording.outputs.get(i);
            if (place != null) {
                outputs.replace(i, place);
            }
        }
    }

    /// Brings the results back.
    void leave(Recording recording, ForeignBindings outputs) throws OnnxException {
        for (int i = 0; i < outputs.count(); i++) {
            ForeignTensor place = recording.outputs.get(i);
            if (place != null) {
                memory.download(place.memory(), outputs.tensor(i).memory());
            }
        }
        memory.await();
    }

    /// Drops the recordings that read or write memory that is given back.
    void forget(MemorySegment freed) {
        long from = freed.address();
        long to = from + freed.byteSize();
        Iterator<Map.Entry<List<Long>, Recording>> all = recordings.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<List<Long>, Recording> entry = all.next();
            if (entry.getKey().stream().anyMatch(it -> it >= from && it < to)) {
                all.remove();
                giveBack(entry.getValue());
            }
        }
    }

    /// How many were made, those dropped included.
    int made() {
        return made;
    }

    /// The session is to be closed too, and with it what it recorded.
    @Override
    public void close() {
        recordings.values().forEach(Recording::release);
        recordings.clear();
    }

    /// First what reads and writes the places, then these.
    private void giveBack(Recording recording) {
        try {
            releasing.release(recording.number);
        } catch (OrtApiFailure e) {
            LOG.log(Level.FINE, "a recorded step stays with the session", e);
        }
        recording.release();
    }

    private void places(
            ForeignBindings bound, List<@Nullable ForeignTensor> places, List<ForeignBlock> blocks)
            throws OnnxException {
        for (int i = 0; i < bound.count(); i++) {
            ForeignTensor tensor = bound.tensor(i);
            if (!tensor.host()) {
                places.add(null);
                continue;
            }
            ForeignBlock block = memory.allocate(tensor.memory().byteSize());
            blocks.add(block);
            places.add(
                    describing.of(
                            block.part(0, tensor.memory().byteSize()),
                            tensor.element(),
                            tensor.shape()));
        }
    }
}
