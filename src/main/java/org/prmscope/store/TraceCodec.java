package org.prmscope.store;

import org.prmscope.core.TokenAlternative;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenTrace;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// The tokens of a chain as bytes.
///
/// Version 1: the byte 1, then a zlib stream of, in this order: the number of tokens n, the
/// alternatives a token can have w, the number of pieces; each piece by rising id as id, length,
/// bytes; n ids; n bytes of origin (0 prompt, 1 generated, 2 injected); n log-probabilities; n
/// counts of alternatives; the ids of all m alternatives; their m log-probabilities. Numbers are
/// unsigned LEB128 of 32 bits. Log-probabilities are IEEE binary32 in four planes, all highest
/// bytes first, which deflates better than one number after another.
final class TraceCodec {
    private static final int VERSION = 1;
    private static final int MAX_TOKENS = 1 << 20;
    private static final int MAX_ALTERNATIVES = 256;
    private static final int MAX_CELLS = 1 << 22;
    private static final int MAX_PIECES = 1 << 19;
    private static final int MAX_PIECE = 1 << 16;
    private static final int MAX_PIECE_BYTES = 1 << 26;

    private static final List<TokenOrigin> ORIGINS =
            List.of(TokenOrigin.PROMPT, TokenOrigin.GENERATED, TokenOrigin.INJECTED);

    private TraceCodec() {}

    /// A blob that is not what `encode` writes; the message says what is wrong.
    static final class MalformedTrace extends Exception {
        MalformedTrace(String message) {
            super(message);
        }
    }

    static byte[] encode(TokenTrace trace) {
        int n = trace.size();
        if (n > MAX_TOKENS || (long) n * trace.alternativesPerToken() > MAX_CELLS) {
            throw new IllegalArgumentException("too many tokens to store: " + n);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            number(out, n);
            number(out, trace.alternativesPerToken());
            pieces(out, trace.pieces());
            for (int i = 0; i < n; i++) {
                number(out, trace.id(i));
            }
            for (int i = 0; i < n; i++) {
                out.write(ORIGINS.indexOf(trace.origin(i)));
            }
            float[] logs = new float[n];
            for (int i = 0; i < n; i++) {
                logs[i] = trace.logProbability(i);
            }
            planes(out, logs);
            alternatives(out, trace);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void pieces(DeflaterOutputStream out, Map<Integer, byte[]> pieces)
            throws IOException {
        number(out, pieces.size());
        for (var piece : new TreeMap<>(pieces).entrySet()) {
            number(out, piece.getKey());
            number(out, piece.getValue().length);
            out.write(piece.getValue());
        }
    }

    private static void alternatives(DeflaterOutputStream out, TokenTrace trace)
            throws IOException {
        List<List<TokenAlternative>> all =
                IntStream.range(0, trace.size()).mapToObj(trace::alternatives).toList();
        for (List<TokenAlternative> some : all) {
            number(out, some.size());
        }
        List<TokenAlternative> flat = all.stream().flatMap(List::stream).toList();
        float[] logs = new float[flat.size()];
        for (int i = 0; i < logs.length; i++) {
            number(out, flat.get(i).id());
            logs[i] = flat.get(i).logProbability();
        }
        planes(out, logs);
    }

    private static void number(DeflaterOutputStream out, int value) throws IOException {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static void planes(DeflaterOutputStream out, float[] values) throws IOException {
        for (int shift = 24; shift >= 0; shift -= 8) {
            byte[] plane = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                plane[i] = (byte) (Float.floatToIntBits(values[i]) >>> shift);
            }
            out.write(plane);
        }
    }

    /// Reads what `encode` wrote. Counts in the blob are never trusted: memory stays in proportion
    /// to the limits and to what is really there.
    static TokenTrace decode(byte[] blob) throws MalformedTrace {
        if (blob.length == 0 || blob[0] != VERSION) {
            throw new MalformedTrace(
                    "token format " + (blob.length == 0 ? "missing" : String.valueOf(blob[0])));
        }
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(
                                new InflaterInputStream(
                                        new ByteArrayInputStream(blob, 1, blob.length - 1))))) {
            return decode(in);
        } catch (EOFException e) {
            throw new MalformedTrace("tokens end too early");
        } catch (IOException e) {
            throw new MalformedTrace("tokens cannot be unpacked: " + e.getMessage());
        }
    }

    private static TokenTrace decode(DataInputStream in) throws IOException, MalformedTrace {
        int n = count(in, MAX_TOKENS, "tokens");
        int width = count(in, MAX_ALTERNATIVES, "alternatives");
        if ((long) n * width > MAX_CELLS) {
            throw new MalformedTrace(n + " tokens of " + width + " alternatives");
        }
        TokenTrace.Builder trace = new TokenTrace.Builder(width);
        int pieces = count(in, MAX_PIECES, "pieces");
        int room = MAX_PIECE_BYTES;
        for (int i = 0; i < pieces; i++) {
            int id = number(in);
            byte[] piece = new byte[count(in, Math.min(room, MAX_PIECE), "bytes of a piece")];
            room -= piece.length;
            in.readFully(piece);
            trace.piece(id, piece);
        }
        int[] ids = numbers(in, n);
        byte[] origins = new byte[n];
        in.readFully(origins);
        float[] logs = planes(in, n);
        int[] counts = new int[n];
        int total = 0;
        for (int i = 0; i < n; i++) {
            counts[i] = count(in, width, "alternatives of a token");
            total += counts[i];
        }
        int[] alternativeIds = numbers(in, total);
        float[] alternativeLogs = planes(in, total);
        int from = 0;
        for (int i = 0; i < n; i++) {
            int to = from + counts[i];
            trace.add(
                    ids[i],
                    origin(origins[i]),
                    logs[i],
                    Arrays.copyOfRange(alternativeIds, from, to),
                    Arrays.copyOfRange(alternativeLogs, from, to));
            from = to;
        }
        if (in.read() >= 0) {
            throw new MalformedTrace("bytes after the tokens");
        }
        return trace.build();
    }

    private static TokenOrigin origin(byte code) throws MalformedTrace {
        if (code < 0 || code >= ORIGINS.size()) {
            throw new MalformedTrace("token origin " + code);
        }
        return ORIGINS.get(code);
    }

    private static int[] numbers(DataInputStream in, int count) throws IOException, MalformedTrace {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(in);
        }
        return numbers;
    }

    private static int count(DataInputStream in, int limit, String what)
            throws IOException, MalformedTrace {
        int count = number(in);
        if (count < 0 || count > limit) {
            throw new MalformedTrace(
                    "%s %s, at most %d".formatted(Integer.toUnsignedString(count), what, limit));
        }
        return count;
    }

    private static int number(DataInputStream in) throws IOException, MalformedTrace {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = in.readUnsignedByte();
            value |= (part & 0x7F) << shift;
            if ((part & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedTrace("a number of more than 32 bits");
    }

    private static float[] planes(DataInputStream in, int count) throws IOException {
        int[] bits = new int[count];
        byte[] plane = new byte[count];
        for (int shift = 24; shift >= 0; shift -= 8) {
            in.readFully(plane);
            for (int i = 0; i < count; i++) {
                bits[i] |= (plane[i] & 0xFF) << shift;
            }
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(bits[i]);
        }
        return values;
    }
}
