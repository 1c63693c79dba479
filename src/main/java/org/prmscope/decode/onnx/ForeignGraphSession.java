package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A graph run through ONNX Runtime's C interface, on the CPU or on CUDA, with tensors that stay in
/// the device's memory.
///
/// The session is made by the C interface as well, not by the Java one: its options (the caller's
/// stream, the folder of the weights) and its handle then need no reflection. Both interfaces share
/// the library and its one environment.
final class ForeignGraphSession implements GraphSession {
    private static final Logger LOG = Logger.getLogger(ForeignGraphSession.class.getName());

    private final OrtApi api;
    private final OrtApiSession session;
    private final ForeignMemory memory;
    private final String name;
    private final ForeignBindings inputs;
    private final ForeignBindings outputs;
    private final ForeignRecordings recordings;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment graphId;
    private final MemorySegment notRecorded;
    private boolean closed;

    /// Whether a step was ever recorded.
    private boolean replayed;

    /// Loads a graph. The memory is the session's from then on, and closed too if this fails.
    ///
    /// @throws OnnxException if ONNX Runtime refuses the graph or the device
    static ForeignGraphSession open(OrtApi api, OnnxModelFiles files, ForeignMemory memory)
            throws OnnxException {
        boolean opened = false;
        try {
            OrtApiSession session = OrtApiSession.open(api, files, memory);
            opened = true;
            return new ForeignGraphSession(api, session, memory, files.source().toString());
        } finally {
            if (!opened) {
                memory.close();
            }
        }
    }

    private ForeignGraphSession(
            OrtApi api, OrtApiSession session, ForeignMemory memory, String name) {
        this.api = api;
        this.session = session;
        this.memory = memory;
        this.name = name;
        inputs = new ForeignBindings(arena, session.inputs().keySet());
        outputs = new ForeignBindings(arena, session.outputs().keySet());
        recordings =
                new ForeignRecordings(
                        memory,
                        this::onDevice,
                        number -> api.releaseRecording(session.session(), number));
        graphId = arena.allocateFrom("gpu_graph_id");
        notRecorded = arena.allocateFrom("-1");
    }

    @Override
    public String device() {
        return session.placement().computesOnCpu() ? memory.partly() : memory.device();
    }

    /// Where the operators are computed.
    OperatorPlacement placement() {
        return session.placement();
    }

    @Override
    public Map<String, TensorType> inputs() {
        return session.inputs();
    }

    @Override
    public Map<String, TensorType> outputs() {
        return session.outputs();
    }

    @Override
    public boolean replays() {
        return memory.replays();
    }

    @Override
    public boolean isSound() {
        return memory.isSound();
    }

    /// Steps that were recorded.
    int recorded() {
        return recordings.made();
    }

    @Override
    public DeviceMemory allocate(long bytes) throws WorkbenchException {
        ForeignBlock block = memory.allocate(bytes);
        block.whenClosed(recordings::forget);
        return block;
    }

    @Override
    public void copy(
            DeviceMemory from,
            long fromOffset,
            long fromPitch,
            DeviceMemory to,
            long toOffset,
            long toPitch,
            long width,
            int count) {
        if (count > 0) {
            memory.copy(
                    block(from).part(fromOffset, fromPitch * (count - 1L) + width),
                    fromPitch,
                    block(to).part(toOffset, toPitch * (count - 1L) + width),
                    toPitch,
                    width,
                    count);
        }
    }

    @Override
    public Tensor tensor(DeviceMemory owner, long offset, ElementType type, long... shape)
            throws WorkbenchException {
        return onDevice(block(owner).part(offset, ForeignTypes.bytes(type, shape)), type, shape);
    }

    @Override
    public Tensor tensor(MemorySegment host, ElementType type, long... shape)
            throws WorkbenchException {
        if (!host.isNative()) {
            throw new IllegalArgumentException("a tensor needs memory outside the heap");
        }
        MemorySegment part = host.asSlice(0, ForeignTypes.bytes(type, shape));
        try {
            return new ForeignTensor(api, session.hostMemory(), part, true, type, shape);
        } catch (OrtApiFailure e) {
            throw e.reported("A tensor cannot be made", name);
        }
    }

    @Override
    public void run(
            Map<String, Tensor> inputTensors,
            Map<String, Tensor> outputTensors,
            Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        inputs.bind(inputTensors);
        outputs.bind(outputTensors);
        run(notRecorded, cancellation);
    }

    /// As [#run], recorded and replayed on a device that does so.
    @Override
    public void step(
            Map<String, Tensor> inputTensors,
            Map<String, Tensor> outputTensors,
            Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        // Before a recording is made or entered, which a failure would cost.
        requireGoing(cancellation);
        inputs.bind(inputTensors);
        outputs.bind(outputTensors);
        Optional<ForeignRecordings.Recording> recording =
                replays() ? recording() : Optional.empty();
        if (recording.isEmpty()) {
            run(notRecorded, cancellation);
            return;
        }
        try {
            replay(recording.get(), cancellation);
        } catch (OnnxException e) {
            // Where none ever worked, the caller has to know that nothing is recorded here.
            if (!memory.isSound() || !replayed) {
                throw e;
            }
            LOG.log(Level.WARNING, "a step could not be recorded or replayed", e);
            // It was entered with other tensors, and writes the same places once more.
            inputs.bind(inputTensors);
            outputs.bind(outputTensors);
            run(notRecorded, cancellation);
        }
    }

    /// Empty where the step is to run unrecorded, as one whose recording finds no memory.
    private Optional<ForeignRecordings.Recording> recording() throws OnnxException {
        try {
            return recordings.of(inputs, outputs);
        } catch (OnnxException e) {
            if (!memory.isSound() || !replayed) {
                throw e;
            }
            LOG.log(Level.WARNING, "there is no room to record a step", e);
            return Optional.empty();
        }
    }

    private void replay(ForeignRecordings.Recording recording, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        // What was recorded may be half a step; its number is never used again.
        try {
            recordings.enter(recording, inputs, outputs);
            run(recording.id(), cancellation);
            recordings.leave(recording, outputs);
            replayed = true;
        } catch (CancelledException e) {
            recordings.drop(recording);
            throw e;
        } catch (WorkbenchException | RuntimeException e) {
            recordings.refuse(recording);
            throw e;
        }
    }

    /// On a device that is broken a session with recordings is left as it is: ONNX Runtime would
    /// end the process when it gives the recordings back and that fails.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!memory.isSound() && recordings.made() > 0) {
            LOG.log(Level.WARNING, "a session on {0} cannot be closed any more", memory.device());
            return;
        }
        recordings.close();
        session.close();
        arena.close();
        memory.close();
    }

    private void requireGoing(Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        memory.requireSound();
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
    }

    private void run(MemorySegment id, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        requireGoing(cancellation);
        try (ForeignRun run = new ForeignRun(api, cancellation)) {
            if (replays()) {
                api.addRunConfig(run.options(), graphId, id);
            }
            api.run(
                    session.session(),
                    run.options(),
                    inputs.nameArray(),
                    inputs.valueArray(),
                    inputs.count(),
                    outputs.nameArray(),
                    outputs.count(),
                    outputs.valueArray());
        } catch (OrtApiFailure e) {
            if (cancellation.isCancelled()) {
                throw new CancelledException();
            }
            OnnxException failed = e.reported("The model failed on " + device(), name);
            try {
                // Finds out whether the device itself is broken, and keeps it in mind.
                memory.await();
            } catch (OnnxException broken) {
                failed.addSuppressed(broken);
            }
            throw failed;
        }
    }

    private ForeignTensor onDevice(MemorySegment part, ElementType type, long... shape)
            throws OnnxException {
        try {
            return new ForeignTensor(api, session.deviceMemory(), part, false, type, shape);
        } catch (OrtApiFailure e) {
            throw e.reported("A tensor cannot be made on " + device(), name);
        }
    }

    private static ForeignBlock block(DeviceMemory memory) {
        return (ForeignBlock) memory;
    }
}
