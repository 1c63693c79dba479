package org.prmscope.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Candidate;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.RowProblem;
import org.prmscope.core.SolutionFormat;
import org.prmscope.core.SolutionSet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files with several candidates a problem.
class CandidateSetsTest {
    private static final String LLAMA =
            """
            {"problem":"1+1?","answer":"2","level":2,"unique_id":"test\\/a.json",\
            "completions":["## Step 1: Add\\nIt is 2.\\n\\nThe answer is $\\\\boxed{2}$.","It is 3.",\
            "So $\\\\boxed{\\\\frac{1}{2}} = \\\\boxed{\\\\text{no}"],\
            "scores":[[0.5,0.25],[0.75],[1.0]],"agg_scores":[0.25,0.75,1.0]}
            """;

    @TempDir Path folder;

    private SolutionSet read(String text) throws Exception {
        return new SolutionReader().read(Files.writeString(folder.resolve("in.jsonl"), text));
    }

    private List<CandidateGroup> groups(String text) throws Exception {
        return new CandidateSets().groups(read(text).solutions());
    }

    @Test
    void everyCompletionIsASolutionWithItsBlocksAsSteps() throws Exception {
        SolutionSet set = read(LLAMA);
        assertEquals(SolutionFormat.SEARCH_AND_LEARN, set.format());
        assertEquals(List.of(), set.problems());
        assertEquals(
                List.of("test/a.json#0", "test/a.json#1", "test/a.json#2"),
                set.solutions().stream().map(one -> one.id()).toList());
        assertEquals(2, set.solutions().getFirst().steps().size());
        assertTrue(set.solutions().getFirst().extraFields().contains("\"level\":2"));

        CandidateGroup group = groups(LLAMA).getFirst();
        assertEquals("2", group.answer());
        Candidate first = group.candidates().get(0);
        assertEquals("2", first.finalAnswer());
        assertEquals(List.of(0.5, 0.25), first.stepScores());
        assertNull(first.isCorrect());
        assertNull(group.candidates().get(1).finalAnswer());
        assertTrue(group.candidates().get(1).noAnswer().contains("boxed"));
        assertTrue(group.candidates().get(2).noAnswer().contains("not closed"));
    }

    @Test
    void candidatesSurviveBeingWrittenAndReadAgain() throws Exception {
        SolutionSet set = read(LLAMA);
        Path copy = folder.resolve("copy.jsonl");
        new SolutionWriter().write(copy, set.solutions(), false);
        assertEquals(
                new CandidateSets().groups(set.solutions()),
                new CandidateSets().groups(new SolutionReader().read(copy).solutions()));
    }

    @Test
    void fourModelsOfGsm8kAreFourCandidatesWithTheFilesOwnWord() throws Exception {
        CandidateGroup group =
                groups(
                                """
                                {"question":"9*2?","ground_truth":"9*2=<<9*2=18>>18\\nA: 18",\
                                "6b_finetuning":{"is_correct":false,"solution":"It is 26.\\nA: 26"},\
                                "175b_verification":{"is_correct":true,"solution":"A: 18"}}
                                """)
                        .getFirst();
        assertEquals("18", group.answer());
        assertEquals(2, group.candidates().size());
        assertEquals("26", group.candidates().get(0).finalAnswer());
        assertEquals(false, group.candidates().get(0).isCorrect());
        assertEquals(true, group.candidates().get(1).isCorrect());
        assertEquals("175b_verification", group.candidates().get(1).solution().generator());
    }

    @Test
    void badPartsAreReportedAndTheGoodOnesLoad() throws Exception {
        SolutionSet set =
                read(
                        LLAMA
                                + """
                                {"problem":"p","unique_id":"b","completions":["A.",7,"B."],"scores":[[2.0],[0.1],[0.5,0.5]]}
                                {"problem":"","unique_id":"c","completions":["A."]}
                                not JSON
                                {"problem":"p","unique_id":"b","completions":["A."]}
                                {"problem":"p","unique_id":"d","completions":"A."}
                                {"problem":"p","unique_id":"e","completions":["A."]}
                                """);
        assertEquals(
                List.of("b#0", "b#2", "e#0"),
                set.solutions().stream().skip(3).map(one -> one.id()).toList());
        List<String> fields = set.problems().stream().map(RowProblem::field).toList();
        assertTrue(
                fields.containsAll(
                        List.of("scores[0]", "completions[1]", "scores[2]", "problem", "id")),
                fields.toString());
        Candidate unscored =
                new CandidateSets().groups(set.solutions()).get(1).candidates().getFirst();
        assertNull(unscored.stepScores());
    }

    @Test
    void answersAreFoundByIdOrByTheProblemsText() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("answers.jsonl"),
                        """
                        {"problem":"other","unique_id":"test/a.json","answer":"3"}
                        {"question":"9*2?","answer":"So 18.\\n#### 18"}
                        {"problem":"no answer"}
                        """);
        AnswerReader.Answers answers = new AnswerReader().read(file);
        assertEquals(2, answers.rows());
        assertEquals("3", answers.answered(groups(LLAMA).getFirst()).answer());
        assertEquals("18", answers.byProblem().get("9*2?"));
        Files.writeString(file, "{\"problem\":\"x\"}");
        assertThrows(DatasetException.class, () -> new AnswerReader().read(file));
    }
}
