package org.prmscope.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A byte-level byte-pair vocabulary: the 256 bytes, the merges, then the control tokens.
///
/// Bytes are spelt as GPT-2's printable characters, as in Hugging Face's `tokenizer.json`. Single
/// digits never merge, so that a number is always the sequence of its digits.
public final class BytePairVocabulary {
    /// Where text is split before merging; the pattern in `tokenizer.json` is the same.
    public static final String SPLIT =
            " ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Pattern PIECES = Pattern.compile(SPLIT);

    private final List<Merge> merges;
    private final List<String> controls;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final Map<Merge, Integer> ranks = new HashMap<>();
    private final Map<String, int[]> known = new HashMap<>();

    /// Two neighbouring tokens that become one.
    public record Merge(String left, String right) {
        String joined() {
            return left + right;
        }
    }

    public BytePairVocabulary(List<Merge> merges, List<String> controls) {
        this.merges = List.copyOf(merges);
        this.controls = List.copyOf(controls);
        for (int b = 0; b < 256; b++) {
            ids.put(String.valueOf(spell(b)), ids.size());
        }
        for (Merge merge : merges) {
            ranks.put(merge, ranks.size());
            ids.putIfAbsent(merge.joined(), ids.size());
        }
        for (String control : controls) {
            ids.put(control, ids.size());
        }
    }

    public List<Merge> merges() {
        return merges;
    }

    public List<String> controls() {
        return controls;
    }

    /// Token to id, in the order of the ids, control tokens last.
    public Map<String, Integer> ids() {
        return Collections.unmodifiableMap(ids);
    }

    /// How many ids there are.
    public int size() {
        return ids.size();
    }

    /// The id of a control token.
    public int control(String name) {
        Integer id = controls.contains(name) ? ids.get(name) : null;
        if (id == null) {
            throw new IllegalArgumentException("no control token " + name);
        }
        return id;
    }

    /// The ids of plain text; control tokens in it are ordinary characters.
    public int[] encode(String text) {
        List<int[]> parts = new ArrayList<>();
        int length = 0;
        Matcher matcher = PIECES.matcher(text);
        while (matcher.find()) {
            int[] part = known.computeIfAbsent(matcher.group(), this::merge);
            parts.add(part);
            length += part.length;
        }
        int[] all = new int[length];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /// The text of ids, control tokens left out and broken UTF-8 replaced.
    public String decode(int[] tokens) {
        List<String> names = new ArrayList<>(ids.keySet());
        StringBuilder spelt = new StringBuilder();
        for (int token : tokens) {
            if (token < size() - controls.size()) {
                spelt.append(names.get(token));
            }
        }
        byte[] bytes = new byte[spelt.length()];
        Map<Character, Integer> values = new HashMap<>();
        for (int b = 0; b < 256; b++) {
            values.put(spell(b), b);
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values.getOrDefault(spelt.charAt(i), (int) '?').byteValue();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int[] merge(String piece) {
        List<String> tokens = spell(piece);
        while (tokens.size() > 1) {
            int best = -1;
            int bestRank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < tokens.size(); i++) {
                Integer rank = ranks.get(new Merge(tokens.get(i), tokens.get(i + 1)));
                if (rank != null && rank < bestRank) {
                    bestRank = rank;
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            tokens.set(best, tokens.get(best) + tokens.get(best + 1));
            tokens.remove(best + 1);
        }
        return tokens.stream().mapToInt(token -> ids.getOrDefault(token, 0)).toArray();
    }

    /// The pieces that text is split into before merging.
    static List<String> pieces(String text) {
        return PIECES.matcher(text).results().map(r -> r.group()).toList();
    }

    /// The bytes of a piece, each spelt as one printable character.
    static List<String> spell(String piece) {
        List<String> spelt = new ArrayList<>();
        for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
            spelt.add(String.valueOf(spell(b & 0xFF)));
        }
        return spelt;
    }

    /// GPT-2's printable character of a byte: itself where it is printable Latin-1, else one from
    /// U+0100 on, counted over the bytes that are not.
    static char spell(int b) {
        if (printable(b)) {
            return (char) b;
        }
        int before = 0;
        for (int other = 0; other < b; other++) {
            if (!printable(other)) {
                before++;
            }
        }
        return (char) (256 + before);
    }

    private static boolean printable(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
    }
}
