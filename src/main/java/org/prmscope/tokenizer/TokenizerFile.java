package org.prmscope.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.logging.Logger;

/// A byte-level BPE tokenizer read from a Hugging Face `tokenizer.json`.
///
/// Every added token of the file counts as a control token. The native tokenizer is given the file
/// without them, so no text can become one; their ids come from [#controlId(String)] alone.
/// Unpaired surrogates in a text are encoded as U+FFFD.
public final class TokenizerFile implements Tokenizer, AutoCloseable {
    private final TokenizerJson file;
    private final HuggingFaceTokenizer natively;

    private TokenizerFile(TokenizerJson file, HuggingFaceTokenizer natively) {
        this.file = file;
        this.natively = natively;
    }

    /// Checks what can be checked without the native library: whether [#open] would accept a file,
    /// and [ChatTemplate#of] its control tokens.
    ///
    /// @throws TokenizerException if not
    public static void check(Path tokenizerJson) throws TokenizerException {
        TokenizerJson file = TokenizerJson.read(tokenizerJson);
        if (!ChatTemplate.isKnown(name -> file.controlId(name).isPresent())) {
            throw ChatTemplate.unknown(tokenizerJson + ", added_tokens");
        }
    }

    /// Opens a file; nothing is downloaded.
    ///
    /// @param tokenizerJson at most 64 MiB
    /// @param nativeCache folder below which the native library is unpacked, once a version; the
    ///   first call of a process decides
    /// @throws TokenizerException if the file is missing, too large, not JSON or not byte-level
    ///   BPE, or if the native library cannot be loaded
    public static TokenizerFile open(Path tokenizerJson, Path nativeCache)
            throws TokenizerException {
        TokenizerJson file = TokenizerJson.read(tokenizerJson);
        Logger quiet = TokenizerNatives.prepare(nativeCache);
        try (var json = new ByteArrayInputStream(file.withoutControls())) {
            HuggingFaceTokenizer natively =
                    HuggingFaceTokenizer.newInstance(
                            json,
                            Map.of(
                                    "addSpecialTokens", "false",
                                    "truncation", "false",
                                    "padding", "false"));
            return new TokenizerFile(file, natively);
        } catch (IOException | RuntimeException | LinkageError e) {
            // The native library reports a malformed model as a bare RuntimeException, and a
            // library that does not load as an error of its class's initialisation.
            throw new TokenizerException(
                    "The tokenizer cannot be opened",
                    tokenizerJson.toString(),
                    "a tokenizer that Hugging Face tokenizers 0.21 reads",
                    String.valueOf(e.getMessage()),
                    e);
        } finally {
            Reference.reachabilityFence(quiet);
        }
    }

    @Override
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        long[] ids = natively.encode(wellFormed(text), false, false).getIds();
        int[] narrowed = new int[ids.length];
        boolean control = false;
        for (int i = 0; i < ids.length; i++) {
            narrowed[i] = Math.toIntExact(ids[i]);
            control |= file.isControl(narrowed[i]);
        }
        return control ? spelledOut(narrowed) : narrowed;
    }

    @Override
    public byte[] piece(int id) {
        return file.piece(id);
    }

    @Override
    public OptionalInt controlId(String name) {
        return file.controlId(name);
    }

    @Override
    public boolean isControl(int id) {
        return file.isControl(id);
    }

    @Override
    public int size() {
        return file.size();
    }

    @Override
    public void close() {
        natively.close();
    }

    /// Replaces control tokens by the bytes of their names: a vocabulary may list a control token
    /// among its ordinary entries too, where text could still reach it.
    private int[] spelledOut(int[] ids) {
        return Arrays.stream(ids)
                .flatMap(id -> {
                    if (!file.isControl(id)) {
                        return Arrays.stream(new int[] {id});
                    }
                    byte[] bytes = file.piece(id);
                    int[] spelled = new int[bytes.length];
                    for (int i = 0; i < bytes.length; i++) {
                        spelled[i] = file.singleByteId(Byte.toUnsignedInt(bytes[i]));
                    }
                    return Arrays.stream(spelled).filter(each -> each != TokenizerJson.ABSENT);
                })
                .toArray();
    }

    private static String wellFormed(String text) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return text;
        }
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
