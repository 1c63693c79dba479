package org.prmscope.core.canary;

import ai.onnxruntime.OrtException;

import javafx.scene.Node;

import org.bytedeco.javacpp.Pointer;
import org.prmscope.run.RunState;

import java.io.IOException;
import java.time.Instant;
import java.util.Random;

/// Breaks every rule that a class in `core` can break.
public final class RuleBreakerHelper {
    static int mutable = 1;

    private final Random random = new Random();

    /// Reaches up a layer, to the toolkit, the runtime, libtorch, processes, clock and console.
    public Object breakRules(Node node, OrtException ort, Pointer pointer) throws IOException {
        System.out.println(Instant.now() + " " + RunState.RUNNING + random + mutable);
        return new ProcessBuilder("true").start();
    }
}
