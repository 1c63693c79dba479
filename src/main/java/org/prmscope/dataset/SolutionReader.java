package org.prmscope.dataset;

import org.prmscope.core.Cancellation;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// Reads solutions from a file of any known format, recognised by its content, not by its name.
///
/// Memory is bounded by [ReadLimits]; a bad row becomes a [org.prmscope.core.RowProblem] and the
/// good rows load. The formats and their error behaviour are in `docs/formats.md`.
public final class SolutionReader {
    private static final int HEAD = 4_096;

    private final ReadLimits limits;

    /// Reads with given limits.
    public SolutionReader(ReadLimits limits) {
        this.limits = limits;
    }

    /// Reads with the default limits.
    public SolutionReader() {
        this(ReadLimits.DEFAULT);
    }

    /// Reads a whole file without telling progress.
    ///
    /// @throws DatasetException if no solution can be loaded at all
    public SolutionSet read(Path file) throws DatasetException {
        return read(file, _ -> {}, new Cancellation());
    }

    /// Reads a whole file.
    ///
    /// @param progress is told the bytes read so far, at least once every 64 KiB
    /// @throws DatasetException if no solution can be loaded at all
    /// @throws java.util.concurrent.CancellationException if cancellation was asked for
    public SolutionSet read(Path file, LongConsumer progress, Cancellation cancellation)
            throws DatasetException {
        checkIsFile(file);
        try (ByteSource source =
                new ByteSource(Files.newInputStream(file), progress, cancellation)) {
            RowScanner.Layout layout = layout(file, source);
            return new SetReader(file, limits).read(source, layout);
        } catch (AccessDeniedException e) {
            throw new DatasetException(
                    new WorkbenchException.Report(
                            "The file may not be read",
                            file.toString(),
                            "",
                            "",
                            "Change its permissions or open a copy."),
                    e);
        } catch (IOException e) {
            throw new DatasetException(
                    new WorkbenchException.Report(
                            "Reading failed", file.toString(), "", String.valueOf(e), ""),
                    e);
        }
    }

    static void checkIsFile(Path file) throws DatasetException {
        if (Files.isDirectory(file)) {
            throw DatasetException.of(
                    file, "This is a folder", "a JSON or JSONL file", "", "Open a file in it.");
        }
        if (!Files.exists(file)) {
            throw DatasetException.of(file, "There is no such file", "", "", "Check the path.");
        }
        if (!Files.isRegularFile(file)) {
            throw DatasetException.of(
                    file, "This is not a regular file", "a JSON or JSONL file", "a device", "");
        }
    }

    static RowScanner.Layout layout(Path file, ByteSource source)
            throws IOException, DatasetException {
        byte[] head = source.ahead(HEAD);
        if (startsWithUtf8Mark(head)) {
            for (int i = 0; i < 3; i++) {
                source.next();
            }
        } else {
            FileKind kind = FileKind.of(head);
            if (kind != null) {
                throw DatasetException.of(
                        file,
                        "This cannot be read",
                        "JSON text in UTF-8",
                        kind.name(),
                        kind.remedy());
            }
        }
        source.skipWhitespace();
        int first = source.peek();
        if (first < 0) {
            throw DatasetException.of(
                    file,
                    "The file is empty",
                    "a JSON array or JSON lines",
                    source.offset() == 0 ? "0 bytes" : "white space only",
                    "");
        }
        return switch (first) {
            case '[' -> RowScanner.Layout.ARRAY;
            case '{' ->
                    opensOverLines(source.ahead(HEAD))
                            ? RowScanner.Layout.VALUES
                            : RowScanner.Layout.LINES;
            default ->
                    throw DatasetException.of(
                            file,
                            "This is not JSON",
                            "[ or { at line %d, column %d"
                                    .formatted(source.line(), source.column()),
                            Utf8.shown(source.ahead(30)),
                            "");
        };
    }

    private static boolean startsWithUtf8Mark(byte[] head) {
        return head.length >= 3
                && head[0] == (byte) 0xEF
                && head[1] == (byte) 0xBB
                && head[2] == (byte) 0xBF;
    }

    /// Whether an object's first line holds only its bracket, as pretty-printers write it.
    private static boolean opensOverLines(byte[] ahead) {
        for (int i = 1; i < ahead.length; i++) {
            if (ahead[i] == '\n') {
                return true;
            }
            if (!ByteSource.isWhitespace(ahead[i])) {
                return false;
            }
        }
        return false;
    }
}
