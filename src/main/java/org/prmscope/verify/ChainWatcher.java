package org.prmscope.verify;

/// Is told of a chain when it begins, so that it can be polled while it grows.
@FunctionalInterface
public interface ChainWatcher {
    /// Nobody watches.
    ChainWatcher NONE = _ -> {};

    /// Called once, on the verifying thread, before the first token. The recorder may be kept and
    /// polled from any thread, also after the chain ended.
    void opened(ChainRecorder recorder);
}
