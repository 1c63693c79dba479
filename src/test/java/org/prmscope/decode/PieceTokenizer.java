package org.prmscope.decode;

import org.prmscope.tokenizer.Tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// A tokenizer of 256 single bytes and some longer pieces; text is encoded by the longest match.
final class PieceTokenizer implements Tokenizer {
    static final String END = "<end>";

    private final List<byte[]> pieces = new ArrayList<>();
    private final int end;

    PieceTokenizer(String... longer) {
        this(Arrays.stream(longer).map(PieceTokenizer::bytes).toList());
    }

    PieceTokenizer(List<byte[]> longer) {
        for (int value = 0; value < 256; value++) {
            pieces.add(new byte[] {(byte) value});
        }
        pieces.addAll(longer);
        end = pieces.size();
        pieces.add(bytes(END));
    }

    int end() {
        return end;
    }

    /// The id of the piece with exactly these bytes.
    int id(String piece) {
        return id(bytes(piece));
    }

    int id(byte[] piece) {
        for (int id = 0; id < end; id++) {
            if (Arrays.equals(pieces.get(id), piece)) {
                return id;
            }
        }
        throw new IllegalArgumentException("no such piece");
    }

    int[] ids(String... named) {
        return Arrays.stream(named).mapToInt(this::id).toArray();
    }

    @Override
    public int[] encode(String text) {
        byte[] bytes = bytes(text);
        List<Integer> ids = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int best = Byte.toUnsignedInt(bytes[from]);
            for (int id = 256; id < end; id++) {
                byte[] piece = pieces.get(id);
                int to = from + piece.length;
                if (to <= bytes.length
                        && piece.length > pieces.get(best).length
                        && Arrays.equals(piece, Arrays.copyOfRange(bytes, from, to))) {
                    best = id;
                }
            }
            ids.add(best);
            from += pieces.get(best).length;
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public byte[] piece(int id) {
        return pieces.get(id).clone();
    }

    @Override
    public OptionalInt controlId(String name) {
        return name.equals(END) ? OptionalInt.of(end) : OptionalInt.empty();
    }

    @Override
    public boolean isControl(int id) {
        return id == end;
    }

    @Override
    public int size() {
        return pieces.size();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
