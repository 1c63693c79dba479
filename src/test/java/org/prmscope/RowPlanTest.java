package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.AttentionKind;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.run.LoadOptions;

class RowPlanTest {
    /// 2 layers of a key and a value of 2 heads of 16 float32 values: 512 bytes a token.
    private static final DecoderShape SHAPE = new DecoderShape(2, 4, 2, 16, 64, 288, 4096, 4);

    @ParameterizedTest
    @EnumSource(AttentionKind.class)
    void theLeastShareThatIsAcceptedHoldsAChainOfAsManyTokensAsItSays(AttentionKind kind)
            throws WorkbenchException {
        long least = RowPlan.leastBytes(SHAPE, kind);
        RowPlan.requireRow(SHAPE, kind, options(least));
        WorkbenchException refusal =
                assertThrows(
                        WorkbenchException.class,
                        () -> RowPlan.requireRow(SHAPE, kind, options(least - 1)));
        assertTrue(refusal.report().expected().endsWith("for 512 tokens"));
        assertEquals(MemoryEstimate.footprint(SHAPE, kind).bytes(1, 512), least);
    }

    @Test
    void aGraphThatExtendsItsCacheByACopyNeedsItsPastAndPresentToo() {
        long bare = 512 * SHAPE.kvBytesPerToken();
        assertEquals(bare + bare / 4, RowPlan.leastBytes(SHAPE, AttentionKind.SHARED));
        assertEquals(bare * 7 / 2 + bare / 4, RowPlan.leastBytes(SHAPE, AttentionKind.CONCAT));
    }

    @Test
    void aShorterContextNeedsNoMoreThanItself() throws WorkbenchException {
        DecoderShape small = new DecoderShape(2, 4, 2, 16, 64, 288, 100, 4);
        long least = RowPlan.leastBytes(small, AttentionKind.SHARED);
        assertEquals(100 * 512 + 100 * 128, least);
        RowPlan.requireRow(small, AttentionKind.SHARED, options(least));
    }

    private static LoadOptions options(long kvBytes) {
        return new LoadOptions(LoadOptions.Device.CPU, ComputeMode.FAST, 0, kvBytes);
    }
}
