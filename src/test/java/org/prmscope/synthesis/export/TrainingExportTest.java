package org.prmscope.synthesis.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Protocol;
import org.prmscope.core.Rejection;
import org.prmscope.core.RejectionReason;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Solution;
import org.prmscope.core.StepLabel;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.Verdict;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.filter.ChainFacts;
import org.prmscope.synthesis.filter.FilterSummary;
import org.prmscope.synthesis.filter.ReviewedChain;
import org.prmscope.synthesis.filter.SampledChain;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

class TrainingExportTest {
    private static final Set<TrainingFormat> ALL = EnumSet.allOf(TrainingFormat.class);

    @TempDir Path folder;

    private final List<SampledChain> chains =
            List.of(
                    Chains.genPrm("a", 0),
                    Chains.genPrm("a", 2),
                    Chains.thinkPrm("b", 0),
                    Chains.genPrm("c", 1));

    private static List<ReviewedChain> reviewed(List<SampledChain> chains) {
        return chains.stream()
                .map(one -> new ReviewedChain(ChainFacts.of(one), List.of(), null))
                .toList();
    }

    private static ExportOrigin origin(List<ReviewedChain> reviewed) {
        return new ExportOrigin(
                "9.9",
                "held-out",
                "aa",
                new Run(
                        3,
                        1,
                        RunConfiguration.of(Protocol.GENPRM).withSeed(11),
                        new ModelIdentity("tiny", "builtin", "00ff", "qwen2", "fp32", 1),
                        new RunEnvironment(
                                "9.9",
                                "",
                                "",
                                "",
                                new Computation("CPU", 1, ComputeMode.FAST, 1, ""),
                                ""),
                        Instant.EPOCH),
                "parallel:k=4",
                new SynthesisRun(5, 3, "n", List.of("process"), 2, Instant.EPOCH),
                FilterSummary.of(reviewed));
    }

    private ObjectNode export(TrainingExport export, List<ReviewedChain> reviewed, boolean over)
            throws WorkbenchException {
        return export.write(
                new TrainingExport.Target(folder, ALL, over),
                origin(reviewed),
                reviewed,
                this::load,
                _ -> {},
                new Cancellation());
    }

    private SampledChain load(String id, int chain) {
        return chains.stream()
                .filter(one -> one.solution().id().equals(id) && one.chain().index() == chain)
                .findFirst()
                .orElseThrow();
    }

    private JsonNode written() throws IOException {
        return new ObjectMapper().readTree(folder.resolve(ExportManifest.FILE).toFile());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyFormatReadsBackAsTheSameConversationsLabelsAndMasks() throws Exception {
        export(new TrainingExport(), reviewed(chains), false);
        List<TrainingChat> expected = chains.stream().map(ChatWriting::of).toList();
        for (TrainingFormat format :
                EnumSet.complementOf(EnumSet.of(TrainingFormat.TRL_STEPWISE))) {
            List<TrainingChat> read = new ArrayList<>();
            new TrainingReader().read(folder.resolve(format.file()), format, read::add);
            assertEquals(expected, read, format.title());
        }
    }

    @Test
    void whatTheProgramAppendedIsMaskedInCodePointsAndNothingIsCut() {
        ChatMessage first = ChatWriting.of(chains.getFirst()).messages().get(2);
        assertEquals(ChatMessage.Role.ASSISTANT, first.role());
        assertTrue(first.content().contains("</think> goes on"), first.content());
        StringBuilder masked = new StringBuilder();
        for (MaskedRange range : first.masked()) {
            int start = first.content().offsetByCodePoints(0, range.start());
            int end = first.content().offsetByCodePoints(0, range.end());
            masked.append(first.content(), start, end).append('|');
        }
        assertEquals(
                "<analyze>\nParagraph 1: |[Code Output]\n\n```\nTrüe\n```\n|", masked.toString());
    }

    @Test
    void aGenPrmConversationHasTheProblemOnceAndAParagraphATurn() {
        List<ChatMessage> messages = ChatWriting.of(chains.getFirst()).messages();
        assertEquals(5, messages.size());
        assertEquals("Question: Problem a\n\nstep 1 of a", messages.get(1).content());
        assertEquals("step 2 of a", messages.get(3).content());
        assertEquals(Arrays.asList(true, false, null), ChatWriting.of(chains.getFirst()).labels());
    }

    @Test
    void theAnswerThatTheProtocolScoredIsLearntAndTextAfterTheLastVerdictStays() {
        ChatMessage answer = ChatWriting.of(chains.get(2)).messages().getLast();
        assertTrue(
                answer.content()
                        .endsWith(
                                "\\boxed{incorrect} and more\n</think>\nIs the solution correct?"
                                        + " No"),
                answer.content());
        int length = answer.content().codePointCount(0, answer.content().length());
        assertEquals(length - " No".length(), answer.masked().getLast().end());
    }

    @Test
    void aManifestSaysWhatWentInAndWhyTheRestDidNotAndHashesEveryFile() throws Exception {
        List<ReviewedChain> reviewed = new ArrayList<>(reviewed(chains));
        reviewed.set(
                1,
                new ReviewedChain(
                        reviewed.get(1).facts(),
                        List.of(new Rejection("length", RejectionReason.TOO_LONG, null, "long")),
                        null));
        reviewed.set(
                3,
                new ReviewedChain(
                        reviewed.get(3).facts(),
                        List.of(new Rejection("loop", RejectionReason.LOOP, null, "loop")),
                        new ChainRuling(
                                "c", 1, ChainRuling.Ruling.KEEP, "Ada", Instant.EPOCH, "fine")));
        ObjectNode manifest = export(new TrainingExport(), reviewed, false);
        assertEquals(manifest.toString(), written().toString());
        assertEquals(4, manifest.at("/counts/chains").asInt());
        assertEquals(3, manifest.at("/counts/kept").asInt());
        assertEquals(1, manifest.at("/counts/readmitted").asInt());
        assertEquals("too-long", manifest.at("/counts/reasons/0/reason").asText());
        assertEquals(11, manifest.at("/run/seed").asInt());
        assertEquals("00ff", manifest.at("/verifier/sha256").asText());
        for (JsonNode file : manifest.path("files")) {
            byte[] bytes = Files.readAllBytes(folder.resolve(file.path("name").asText()));
            assertEquals(bytes.length, file.path("bytes").asLong());
            assertEquals(
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
                    file.path("sha256").asText());
        }
        assertEquals(4, manifest.path("files").size());
    }

    @Test
    void stepwiseRowsHaveOneSolutionEachAndEndBeforeTheFirstUnlabelledStep() throws Exception {
        export(new TrainingExport(), reviewed(chains), false);
        List<String> rows = Files.readAllLines(folder.resolve(TrainingFormat.TRL_STEPWISE.file()));
        assertEquals(3, rows.size());
        JsonNode row = new ObjectMapper().readTree(rows.getFirst());
        assertEquals("Problem a", row.path("prompt").asText());
        assertEquals("[\"step 1 of a\",\"step 2 of a\"]", row.path("completions").toString());
        assertEquals("[true,false]", row.path("labels").toString());
        Solution neutral =
                new Solution(
                        "n",
                        "p",
                        List.of("s"),
                        "",
                        new GoldLabels("human", List.of(StepLabel.NEUTRAL)),
                        null,
                        "{}");
        assertTrue(
                new TrainingRows().stepwise(neutral).orElseThrow().contains("\"labels\":[true]"));
        assertTrue(new TrainingRows().stepwise(Solution.of("n", "p", List.of("s"))).isEmpty());
    }

    @Test
    void completionsAreTheAssistantsMessagesOneARow() throws Exception {
        export(new TrainingExport(), reviewed(chains), false);
        List<String> rows =
                Files.readAllLines(folder.resolve(TrainingFormat.TRL_COMPLETION.file()));
        assertEquals(7, rows.size());
        JsonNode second = new ObjectMapper().readTree(rows.get(1));
        assertEquals(4, second.path("prompt").size());
        assertEquals("assistant", second.at("/completion/0/role").asText());
        assertEquals(1, second.path("completion").size());
    }

    @Test
    void anEarlierExportIsReplacedOnlyWhenAskedAndTheSameChainsGiveTheSameBytes() throws Exception {
        ObjectNode first = export(new TrainingExport(), reviewed(chains), false);
        WorkbenchException refused =
                assertThrows(
                        WorkbenchException.class,
                        () -> export(new TrainingExport(), reviewed(chains), false));
        assertTrue(refused.report().remedy().contains("--overwrite"));
        assertEquals(first, export(new TrainingExport(), reviewed(chains), true));
    }

    @Test
    void filesOfFormatsThatAreNotWrittenAgainAreNamedAndGoOnlyIfTheOldManifestHasThem()
            throws Exception {
        export(new TrainingExport(), reviewed(chains), false);
        TrainingExport.Target one =
                new TrainingExport.Target(folder, Set.of(TrainingFormat.OPENAI), true);
        List<String> all = new ArrayList<>();
        ALL.stream().sorted().forEach(format -> all.add(format.file()));
        all.add(ExportManifest.FILE);
        assertEquals(all, EarlierExport.inTheWay(one));
        write(one);
        assertEquals(List.of(ExportManifest.FILE, TrainingFormat.OPENAI.file()), files());
    }

    @Test
    void filesBesideAStrangersManifestStay() throws Exception {
        Path own =
                Files.writeString(folder.resolve(TrainingFormat.SHAREGPT.file()), "somebody's own");
        Files.writeString(folder.resolve(ExportManifest.FILE), "{\"name\":\"a browser's\"}");
        TrainingExport.Target one =
                new TrainingExport.Target(folder, Set.of(TrainingFormat.OPENAI), true);
        assertEquals(List.of(ExportManifest.FILE), EarlierExport.inTheWay(one));
        write(one);
        assertEquals("somebody's own", Files.readString(own));
    }

    private void write(TrainingExport.Target target) throws WorkbenchException {
        List<ReviewedChain> reviewed = reviewed(chains);
        new TrainingExport()
                .write(target, origin(reviewed), reviewed, this::load, _ -> {}, new Cancellation());
    }

    @Test
    void aFullDiskLeavesAnEarlierExportAsItWasAndNothingElse() throws Exception {
        ObjectNode first = export(new TrainingExport(), reviewed(chains.subList(0, 1)), false);
        List<String> before = files();
        long[] room = {2_000};
        TrainingExport full =
                new TrainingExport(channel ->
                        new FilterOutputStream(Channels.newOutputStream(channel)) {
                            @Override
                            public void write(byte[] bytes, int from, int count)
                                    throws IOException {
                                room[0] -= count;
                                if (room[0] < 0) {
                                    throw new IOException("No space left on device");
                                }
                                out.write(bytes, from, count);
                            }
                        });
        WorkbenchException failed =
                assertThrows(WorkbenchException.class, () -> export(full, reviewed(chains), true));
        assertTrue(failed.report().remedy().contains("Free some space"), failed::getMessage);
        assertEquals(before, files());
        assertEquals(first.toString(), written().toString());
    }

    @Test
    void aCancelledExportLeavesNothing() throws Exception {
        Cancellation cancellation = new Cancellation();
        assertThrows(
                CancellationException.class,
                () ->
                        new TrainingExport()
                                .write(
                                        new TrainingExport.Target(folder, ALL, false),
                                        origin(reviewed(chains)),
                                        reviewed(chains),
                                        this::load,
                                        _ -> cancellation.cancel(),
                                        cancellation));
        assertEquals(List.of(), files());
    }

    @Test
    void aChainWithoutTextThatWasKeptByHandHasNoRowAndIsSaid() throws Exception {
        SampledChain empty =
                new Chains()
                        .build(
                                Chains.solution("e", 1, -1),
                                Protocol.THINKPRM,
                                0,
                                List.of(new Verdict.NotReached()),
                                null);
        ObjectNode manifest =
                new TrainingExport()
                        .write(
                                new TrainingExport.Target(folder, ALL, false),
                                origin(reviewed(List.of(empty, chains.getFirst()))),
                                reviewed(List.of(empty, chains.getFirst())),
                                (id, _) -> id.equals("e") ? empty : chains.getFirst(),
                                _ -> {},
                                new Cancellation());
        assertEquals(1, manifest.at("/files/0/rows").asInt());
        assertTrue(manifest.path("notices").toString().contains("1 kept chains have no text"));
    }

    @Test
    void nothingKeptIsSaidBeforeAnyFileIsMade() throws Exception {
        WorkbenchException e =
                assertThrows(
                        WorkbenchException.class,
                        () -> export(new TrainingExport(), List.of(), false));
        assertTrue(e.report().what().startsWith("There is nothing to export"));
        assertEquals(List.of(), files());
    }

    @Test
    void aRowThatIsNoConversationIsReportedWithItsLine() throws Exception {
        Path file = folder.resolve("x.jsonl");
        Files.writeString(file, "\n{\"messages\":[{\"role\":\"robot\",\"content\":\"\"}]}\n");
        WorkbenchException e =
                assertThrows(
                        WorkbenchException.class,
                        () -> new TrainingReader().read(file, TrainingFormat.OPENAI, _ -> {}));
        assertTrue(e.report().where().endsWith("line 2"), e::getMessage);
        assertTrue(e.report().found().contains("robot"));
        assertFalse(e.report().what().isEmpty());
    }
}
