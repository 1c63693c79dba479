package org.prmscope.model;

import java.util.List;
import java.util.Locale;

/// A number of bytes that a person can read.
public record ByteSize(long bytes) {
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative size: " + bytes);
        }
    }

    /// In the largest binary unit that leaves at least 1, with three digits: `512 B`, `1.50 GiB`,
    /// `12.3 MiB`, `940 KiB`.
    public String text() {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        // 1023.5 would round to 1024 of the smaller unit.
        while (value >= 1023.5 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        String format = value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, UNITS.get(Math.max(unit, 0)));
    }

    /// The same as [#text()].
    @Override
    public String toString() {
        return text();
    }
}
