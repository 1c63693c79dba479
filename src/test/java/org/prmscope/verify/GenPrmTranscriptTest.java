package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.prmscope.core.SectionKind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class GenPrmTranscriptTest {
    private static final Path DEMO = Path.of("../shared/data/genprm-demo");

    private static List<SectionKind> kinds(GenPrmTranscript transcript) {
        return transcript.sections().stream().map(TranscriptSection::kind).toList();
    }

    private static List<JsonNode> demoChains() throws IOException {
        Path file = DEMO.resolve("genprm_demo_chains.jsonl");
        assumeTrue(Files.exists(file), "GenPRM's demo chains are not beside the checkout");
        List<JsonNode> chains = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(file)) {
            chains.add(json.readTree(line));
        }
        return chains;
    }

    /// The assistant's turns of a conversation that a PDF shows.
    private static List<String> turns(String file) throws IOException {
        Path path = DEMO.resolve(file);
        assumeTrue(Files.exists(path), "GenPRM's cases are not beside the checkout");
        List<String> turns = new ArrayList<>();
        Matcher heads =
                Pattern.compile("(?m)^ ?Assistant \\(Turn \\d+\\):?$([\\s\\S]*?)(?:-{20,}|\\z)")
                        .matcher(Files.readString(path));
        while (heads.find()) {
            turns.add(heads.group(1));
        }
        return turns;
    }

    @Test
    void everyDemoChainHasItsAnalysisCodeAndOutput() throws IOException {
        List<JsonNode> chains = demoChains();
        assertEquals(9, chains.size());
        for (JsonNode chain : chains) {
            String text = chain.get("chain_before_final_call").asText();
            GenPrmTranscript transcript = GenPrmTranscript.parse(text);
            assertEquals(
                    List.of(SectionKind.CRITIQUE, SectionKind.CODE, SectionKind.CODE_OUTPUT),
                    kinds(transcript));
            assertTrue(transcript.sections().stream().allMatch(TranscriptSection::complete));
            assertTrue(transcript.sections().get(1).in(text).contains("jo_sum = n * (n + 1) // 2"));
            assertTrue(transcript.sections().get(2).in(text).contains("5050"));
            assertInstanceOf(Judgement.Missing.class, transcript.judgement());
            assertEquals(
                    transcript.sections().get(1).in(text).strip(),
                    GenPrmTranscript.lastCode(text).orElseThrow().in(text));
        }
    }

    @Test
    void theLoggedChainWithItsUnclosedFenceStillHasItsJudgement() throws IOException {
        String text = demoChains().get(0).get("logged_final_output").asText();
        GenPrmTranscript transcript = GenPrmTranscript.parse(text);
        assertEquals(
                List.of(SectionKind.CRITIQUE, SectionKind.CODE, SectionKind.JUDGEMENT),
                kinds(transcript));
        assertFalse(transcript.sections().get(1).complete());
        assertTrue(assertInstanceOf(Judgement.Boxed.class, transcript.judgement()).positive());
        assertTrue(GenPrmTranscript.lastCode(text).isEmpty());
    }

    @Test
    void caseOneHasTwoOutputsWithoutFencesAndSaysNo() throws IOException {
        List<String> turns = turns("genprm_case1.txt");
        assertEquals(1, turns.size());
        GenPrmTranscript transcript = GenPrmTranscript.parse(turns.get(0));
        assertEquals(
                List.of(
                        SectionKind.CRITIQUE,
                        SectionKind.CODE,
                        SectionKind.CODE_OUTPUT,
                        SectionKind.CODE_OUTPUT,
                        SectionKind.JUDGEMENT),
                kinds(transcript));
        assertTrue(transcript.sections().get(1).in(turns.get(0)).contains("import sympy as sp"));
        assertFalse(transcript.sections().get(1).complete());
        Judgement.Boxed judgement = assertInstanceOf(Judgement.Boxed.class, transcript.judgement());
        assertFalse(judgement.positive());
    }

    @Test
    void caseTwoHasNoVerifyAndSaysYesThenNo() throws IOException {
        List<String> turns = turns("genprm_case2.txt");
        assertEquals(2, turns.size());
        for (int i = 0; i < 2; i++) {
            GenPrmTranscript transcript = GenPrmTranscript.parse(turns.get(i));
            assertEquals(List.of(SectionKind.CRITIQUE, SectionKind.JUDGEMENT), kinds(transcript));
            assertEquals(
                    i == 0,
                    assertInstanceOf(Judgement.Boxed.class, transcript.judgement()).positive());
        }
    }

    @Test
    void onlyTheLastOutputCounts() {
        GenPrmTranscript transcript =
                GenPrmTranscript.parse(
                        """
                        <analyze>
                        Is it $\\boxed{Yes}$? $\\boxed{Yes}$.
                        </analyze>
                        <output>
                        $\\boxed{Yes}$
                        </output>
                        <output>
                        **Judgement**: $\\boxed{No}$
                        </output>
                        """);
        assertFalse(assertInstanceOf(Judgement.Boxed.class, transcript.judgement()).positive());
    }

    @Test
    void anAnalysisThatBreaksOffIsIncomplete() {
        GenPrmTranscript transcript = GenPrmTranscript.parse("<analyze>\nThe first");
        assertEquals(List.of(SectionKind.CRITIQUE), kinds(transcript));
        assertFalse(transcript.sections().get(0).complete());
    }

    @Test
    void anEmptyOutputIsKept() {
        GenPrmTranscript transcript =
                GenPrmTranscript.parse(
                        """
                        <analyze>
                        A.
                        </analyze>
                        <verify>
                        ```python
                          x = 1
                        ```
                        [Code Output]

                        ```

                        ```
                        Nothing printed.</verify>
                        """);
        assertEquals(
                List.of(
                        SectionKind.CRITIQUE,
                        SectionKind.CODE,
                        SectionKind.CODE_OUTPUT,
                        SectionKind.COMMENT),
                kinds(transcript));
    }

    @Test
    void indentationOfTheFirstLineOfCodeIsKept() {
        String text = "<verify>\n```python\n\n  x = 1\n```\n</verify>";
        GenPrmTranscript transcript = GenPrmTranscript.parse(text);
        assertEquals("  x = 1\n", transcript.sections(SectionKind.CODE).get(0).in(text));
    }

    @Test
    void codeThatPrintsAJudgementIsCodeAndNotAJudgement() {
        GenPrmTranscript transcript =
                GenPrmTranscript.parse(
                        """
                        <analyze>
                        A.
                        </analyze>
                        <verify>
                        ```python
                        print('<output> \\boxed{Yes} </output>')
                        ```
                        """);
        assertInstanceOf(Judgement.Missing.class, transcript.judgement());
    }

    @Test
    void anyMixOfMarksParsesIntoOrderedSections() {
        List<String> marks =
                List.of(
                        "<analyze>",
                        "</analyze>",
                        "<verify>",
                        "</verify>",
                        "<output>",
                        "</output>",
                        "```python\n",
                        "\n```\n",
                        "[Code Output]",
                        "\\boxed{Yes}",
                        "\\boxed{No}",
                        "\\boxed{",
                        "text ",
                        "\n",
                        "é");
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                text.append(marks.get(random.nextInt(marks.size())));
            }
            int end = 0;
            for (TranscriptSection section : GenPrmTranscript.parse(text.toString()).sections()) {
                assertTrue(section.start() >= end, "seed " + seed);
                assertTrue(section.end() >= section.start(), "seed " + seed);
                end = section.end();
            }
            assertTrue(end <= text.length());
        }
    }
}
