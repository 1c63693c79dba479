package org.prmscope;

import org.prmscope.decode.ChainDecoder;
import org.prmscope.decode.DecodeEngine;
import org.prmscope.decode.EngineStatistics;
import org.prmscope.run.EngineLoad;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.OpenVerifier;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;
import org.prmscope.tokenizer.TokenizerFile;

import java.util.List;
import java.util.Optional;

/// A model folder's engine, tokenizer and chat template, in memory.
final class OnnxVerifier implements OpenVerifier {
    private final LoadedVerifier facts;
    private final DecodeEngine engine;
    private final TokenRate rate;
    private final TokenizerFile tokenizer;
    private final ChatTemplate template;
    private final List<FileStamp> files;
    private final Runnable afterClose;

    OnnxVerifier(
            LoadedVerifier facts,
            DecodeEngine engine,
            TokenRate rate,
            TokenizerFile tokenizer,
            ChatTemplate template,
            List<FileStamp> files,
            Runnable afterClose) {
        this.facts = facts;
        this.engine = engine;
        this.rate = rate;
        this.tokenizer = tokenizer;
        this.template = template;
        this.files = List.copyOf(files);
        this.afterClose = afterClose;
    }

    @Override
    public LoadedVerifier facts() {
        return facts;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ChatTemplate template() {
        return template;
    }

    @Override
    public boolean isCurrent() {
        return engine.isUsable() && files.stream().allMatch(FileStamp::isCurrent);
    }

    @Override
    public int rows() {
        return facts.computation().rows();
    }

    @Override
    public Optional<EngineLoad> load() {
        EngineStatistics statistics = engine.statistics();
        return Optional.of(
                new EngineLoad(
                        statistics.liveRows(),
                        statistics.cachedRows(),
                        statistics.rows(),
                        statistics.kvBytes(),
                        statistics.kvBudget(),
                        rate.of(statistics.sampled(), statistics.liveRows() > 0)));
    }

    @Override
    public ChainDecoder newChain(long seed) {
        return engine.newChain(seed);
    }

    @Override
    public void close() {
        engine.close();
        tokenizer.close();
        afterClose.run();
    }
}
