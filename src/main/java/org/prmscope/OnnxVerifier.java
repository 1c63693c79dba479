package org.prmscope;

import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CausalLmChainDecoder;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.decode.LoopRule;
import org.prmscope.decode.onnx.OnnxSingleLm;
import org.prmscope.run.EngineLoad;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.OpenVerifier;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;
import org.prmscope.tokenizer.TokenizerFile;

import java.util.List;
import java.util.Optional;

/// A model folder's decoder, tokenizer and chat template, in memory.
final class OnnxVerifier implements OpenVerifier {
    private final LoadedVerifier facts;
    private final OnnxSingleLm model;
    private final TokenizerFile tokenizer;
    private final ChatTemplate template;
    private final List<Integer> endIds;
    private final List<FileStamp> files;

    OnnxVerifier(
            LoadedVerifier facts,
            OnnxSingleLm model,
            TokenizerFile tokenizer,
            ChatTemplate template,
            List<Integer> endIds,
            List<FileStamp> files) {
        this.facts = facts;
        this.model = model;
        this.tokenizer = tokenizer;
        this.template = template;
        this.endIds = List.copyOf(endIds);
        this.files = List.copyOf(files);
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
        return files.stream().allMatch(FileStamp::isCurrent);
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public Optional<EngineLoad> load() {
        return Optional.empty();
    }

    @Override
    public ChainDecoder newChain(long seed) throws WorkbenchException {
        return new CausalLmChainDecoder(model, tokenizer, endIds, seed, LoopRule.DEFAULT);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
