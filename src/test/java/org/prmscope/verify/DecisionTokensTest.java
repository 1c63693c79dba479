package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.decode.GenerationRequest;
import org.prmscope.tokenizer.Tokenizer;
import org.prmscope.tokenizer.TokenizerFile;
import org.prmscope.tokenizer.TokenizerFixture;

import java.nio.file.Path;
import java.util.List;

class DecisionTokensTest {
    private static final String PROMPT = "Judge: $";

    @TempDir Path folder;

    private static DecisionTokens tokens(Tokenizer tokenizer, BoxLabels labels) {
        return new DecisionTokens(tokenizer, labels, ConfidenceDefinition.YES_NO_TOKEN_RATIO);
    }

    /// The decision in a text that a model with this vocabulary generated.
    private static DecisionTokens.Decision decision(
            Tokenizer tokenizer, BoxLabels labels, String generated) throws Exception {
        DecisionTokens tokens = tokens(tokenizer, labels);
        ScriptedDecoder decoder = new ScriptedDecoder(tokenizer).says(generated);
        decoder.append(tokenizer.encode(PROMPT), TokenOrigin.PROMPT);
        int start = decoder.position();
        decoder.generate(
                new GenerationRequest(Sampling.GREEDY, 100, List.of(), true, tokens.watched()),
                new Cancellation());
        TracedText text =
                new TracedText(
                        decoder.snapshot(), new TokenSpan(start, decoder.position()), List.of());
        VerdictBox box = VerdictBox.find(text.text(), 0, text.text().length(), labels).getFirst();
        return tokens.at(text, box, Boolean.TRUE.equals(box.positive()), decoder);
    }

    @Test
    void bytePairLabelsAreWatchedByTheirFirstTokens() throws Exception {
        try (TokenizerFile tokenizer = TokenizerFixture.open(folder, TokenizerFixture.DEEPSEEK)) {
            List<Integer> watched = tokens(tokenizer, BoxLabels.GENPRM).watched();
            assertTrue(watched.contains(tokenizer.encode("Yes")[0]));
            assertTrue(watched.contains(tokenizer.encode("No")[0]));
            Confidence confidence =
                    decision(tokenizer, BoxLabels.GENPRM, "\\boxed{Yes}$").confidence();
            assertNotNull(confidence);
            assertEquals(1 / (1 + Math.exp(-2)), confidence.probability(), 1e-9);
        }
    }

    @Test
    void correctAndIncorrectAreToldApartAtTheirFirstBytes() throws Exception {
        try (TokenizerFile tokenizer = TokenizerFixture.open(folder, TokenizerFixture.DEEPSEEK)) {
            for (String label : List.of("correct", "incorrect", " Correct ", "\\text{incorrect}")) {
                DecisionTokens.Decision decision =
                        decision(tokenizer, BoxLabels.THINKPRM, "\\boxed{" + label + "}");
                Confidence confidence = decision.confidence();
                assertNotNull(confidence, label);
                assertEquals(label.contains("incorrect"), confidence.probability() < 0.5, label);
            }
        }
    }

    @Test
    void aTokenThatAlsoHoldsTheSpaceBeforeItsLabelDecides() throws Exception {
        WordTokenizer tokenizer = new WordTokenizer();
        DecisionTokens.Decision decision = decision(tokenizer, BoxLabels.GENPRM, "\\boxed{ No}");
        assertNotNull(decision.confidence());
        assertEquals(
                " No",
                new String(
                        tokenizer.piece(tokenizer.encode(" No")[0]),
                        java.nio.charset.StandardCharsets.UTF_8));
        assertNotEquals(tokenizer.encode("No")[0], tokenizer.encode(" No")[0]);
    }

    @Test
    void labelsThatShareTheirFirstTokenGiveNoConfidence() throws Exception {
        try (TokenizerFile tokenizer = TokenizerFixture.open(folder, TokenizerFixture.DEEPSEEK)) {
            BoxLabels labels = new BoxLabels("correct", "corrupt");
            assertEquals(List.of(), tokens(tokenizer, labels).watched());
            assertNull(decision(tokenizer, labels, "\\boxed{corrupt}").confidence());
        }
    }

    @Test
    void aLabelSpeltInOtherTokensGivesNoConfidence() throws Exception {
        // yEs in a vocabulary of words is a token that no known spelling has.
        DecisionTokens.Decision decision =
                decision(new WordTokenizer(), BoxLabels.GENPRM, "\\boxed{yEs}");
        assertNull(decision.confidence());
        assertTrue(decision.position() > 0);
    }
}
