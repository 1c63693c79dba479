package org.prmscope.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.prmscope.core.Solution;
import org.prmscope.tokenizer.Tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A solution of eight steps with a verification in GenPRM's form, so that every model can be
/// measured on the same chain: the model computes every token, and the recorded one is taken
/// whatever it would have drawn. The code in it is executed.
final class RecordedSolution {
    private static final String RESOURCE = "/bench/genprm-8-steps.json";
    private static final int OMITTED = 3;
    private static final String SENTENCE_END = ". ";

    private final Solution solution;
    private final List<Turn> turns;

    /// What the verifier writes for one step; the texts between are injected.
    private record Turn(String analysis, String code, String conclusion) {}

    private RecordedSolution(Solution solution, List<Turn> turns) {
        this.solution = solution;
        this.turns = turns;
    }

    static RecordedSolution read() {
        try (InputStream in = RecordedSolution.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the program");
            }
            JsonNode json = new JsonMapper().readTree(in);
            List<String> steps = new ArrayList<>();
            json.get("steps").forEach(step -> steps.add(step.asText()));
            List<Turn> turns = new ArrayList<>();
            for (JsonNode turn : json.get("turns")) {
                turns.add(
                        new Turn(
                                turn.get("analysis").asText(),
                                turn.get("code").asText(),
                                turn.get("conclusion").asText()));
            }
            return new RecordedSolution(
                    Solution.of("bench", json.get("problem").asText(), steps), turns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Solution solution() {
        return solution;
    }

    /// The tokens that one of several chains writes, in order. Chains differ in words and in
    /// length, as sampled ones do: every one leaves out up to two sentences at the start of its
    /// analyses, and from the fourth on they begin with other words.
    ///
    /// @param chain from 0
    int[] generated(int chain, Tokenizer tokenizer) {
        List<int[]> parts = new ArrayList<>();
        int sentences = chain % OMITTED;
        String opening = "Again: ".repeat(chain / OMITTED);
        for (Turn turn : turns) {
            parts.add(tokenizer.encode(opening + without(turn.analysis(), sentences)));
            parts.add(tokenizer.encode(turn.code()));
            parts.add(tokenizer.encode(turn.conclusion()));
        }
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private static String without(String analysis, int sentences) {
        String rest = analysis;
        for (int i = 0; i < sentences; i++) {
            int end = rest.indexOf(SENTENCE_END);
            rest = end < 0 ? rest : rest.substring(end + SENTENCE_END.length());
        }
        return rest;
    }
}
