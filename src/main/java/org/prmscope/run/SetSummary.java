package org.prmscope.run;

import java.time.Instant;

/// One imported set.
///
/// @param source the file it was read from, empty for problems entered by hand
/// @param format such as `ProcessBench JSON`
/// @param rejectedRows rows of the file that did not load
public record SetSummary(
        long id,
        String name,
        String source,
        String format,
        int solutions,
        int rejectedRows,
        Instant importedAt) {}
