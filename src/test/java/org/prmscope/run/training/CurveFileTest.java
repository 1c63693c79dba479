package org.prmscope.run.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

class CurveFileTest {
    @TempDir Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = folder.resolve("curves.jsonl");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String step(int step, double loss) {
        return "{\"step\":%d,\"loss\":%s,\"tokens\":10,\"tokensPerSecond\":20}\n"
                .formatted(step, loss);
    }

    private static List<Integer> steps(Curve curve) {
        return curve.points().stream().map(CurvePoint::step).toList();
    }

    @Test
    void growingFileIsFollowedLineByLine() throws Exception {
        CurveFile curves = new CurveFile(file);
        assertEquals(List.of(), steps(curves.look()));
        append(step(1, 0.5));
        assertEquals(List.of(1), steps(curves.look()));
        append(step(2, 0.4) + "{\"step\":2,\"evaluationLoss\":0.45}\n");
        Curve curve = curves.look();
        assertEquals(List.of(1, 2), steps(curve));
        assertEquals(List.of(new Curve.Evaluation(2, 0.45)), curve.evaluations());
        assertSame(curve, curves.look());
    }

    @Test
    void halfALineWaitsForItsEnd() throws Exception {
        CurveFile curves = new CurveFile(file);
        String line = step(1, 0.5);
        append(line.substring(0, 12));
        assertEquals(List.of(), steps(curves.look()));
        append(line.substring(12));
        assertEquals(List.of(1), steps(curves.look()));
        assertEquals(0, curves.look().unread());
    }

    @Test
    void stepsTakenAgainAfterAKillReplaceTheFirstOnes() throws Exception {
        append(step(1, 0.5) + step(2, 0.4) + step(3, 0.3) + "{\"step\":4,\"lo" + step(2, 0.6));
        append(step(2, 0.7));
        Curve curve = new CurveFile(file).look();
        assertEquals(List.of(1, 2), steps(curve));
        assertEquals(0.7, curve.points().getLast().loss());
        assertEquals(1, curve.unread());
    }

    @Test
    void fileThatWasCutIsReadAnew() throws Exception {
        append(step(1, 0.5) + step(2, 0.4));
        CurveFile curves = new CurveFile(file);
        curves.look();
        Files.writeString(file, step(1, 0.9));
        assertEquals(0.9, curves.look().points().getFirst().loss());
        assertEquals(List.of(1), steps(curves.look()));
    }

    @Test
    void lossThatIsNoNumberIsKept() throws Exception {
        append("{\"step\":1,\"loss\":NaN}\n");
        assertEquals(Double.NaN, new CurveFile(file).look().points().getFirst().loss());
    }

    @Test
    void fileOfOtherLinesIsRefused() throws IOException {
        append("{\"id\":\"gsm8k-0\"}\nplain text\n");
        WorkbenchException refusal =
                assertThrows(WorkbenchException.class, () -> new CurveFile(file).look());
        assertEquals("This is no curve file", refusal.report().what());
        assertEquals("none in 2 lines", refusal.report().found());
    }

    @Test
    void lineWithoutAnEndIsRefusedByNumber() throws Exception {
        append(step(1, 0.5) + "x".repeat((16 << 20) + 1));
        CurveFile curves = new CurveFile(file);
        for (int look = 0; look < 2; look++) {
            WorkbenchException refusal = assertThrows(WorkbenchException.class, curves::look);
            assertEquals("A line of the curves is too long", refusal.report().what());
            assertEquals(file + ", line 2", refusal.report().where());
        }
        Files.writeString(file, step(1, 0.9));
        assertEquals(List.of(1), steps(curves.look()));
    }

    @Test
    void timeLeftFollowsFromTheLastSteps() throws Exception {
        append(step(1, 0.5) + step(2, 0.5));
        assertEquals(2_000.0, new CurveFile(file).look().leftMs(4));
    }
}
