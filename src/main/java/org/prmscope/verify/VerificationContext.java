package org.prmscope.verify;

import org.prmscope.core.RunConfiguration;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;

import java.util.function.LongSupplier;

/// What one chain is made with.
///
/// @param decoder empty, seeded with `seed`, used by nobody else; the caller closes it
/// @param template the model's chat template
/// @param codeExecutor opened at the first code block of a chain, if there is one
/// @param chainIndex which chain of the solution in its run, from 0
/// @param seed of the decoder's sampler, for the record
/// @param nanoTime a clock in nanoseconds, for wall times only
public record VerificationContext(
        ChainDecoder decoder,
        Tokenizer tokenizer,
        ChatTemplate template,
        CodeExecutor codeExecutor,
        RunConfiguration configuration,
        int chainIndex,
        long seed,
        LongSupplier nanoTime,
        ChainWatcher watcher) {}
