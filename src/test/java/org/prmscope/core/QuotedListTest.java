package org.prmscope.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

final class QuotedListTest {
    @Test
    void commasAndQuotesInsideQuotesBelongToTheValue() {
        assertEquals(
                Optional.of(List.of("k=4", " trigger=\"Wait, \\\"what\\\"?\"", " t=1")),
                QuotedList.parts("k=4, trigger=\"Wait, \\\"what\\\"?\", t=1"));
        assertEquals("Wait, \"what\"?", QuotedList.unquoted("\"Wait, \\\"what\\\"?\""));
    }

    @Test
    void missingClosingQuoteIsToldAndAnEmptyTextHasNoParts() {
        assertEquals(Optional.empty(), QuotedList.parts("a=\"b, c"));
        assertEquals(Optional.of(List.of()), QuotedList.parts("  "));
        assertEquals(Optional.of(List.of("a", "")), QuotedList.parts("a,"));
    }

    @Test
    void anyValuesInQuotesAreReadBackAsTheyWere() {
        Random random = new Random(5);
        for (int run = 0; run < 500; run++) {
            List<String> values = new ArrayList<>();
            List<String> typed = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                StringBuilder value = new StringBuilder();
                for (int c = 0; c < random.nextInt(8); c++) {
                    value.append("ab,\"\\= ".charAt(random.nextInt(7)));
                }
                values.add(value.toString());
                typed.add(QuotedList.quoted(value.toString()));
            }
            List<String> parts = QuotedList.parts(String.join(",", typed)).orElseThrow();
            assertEquals(values, parts.stream().map(QuotedList::unquoted).toList());
        }
    }
}
