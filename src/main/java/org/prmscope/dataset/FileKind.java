package org.prmscope.dataset;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Names what a file is by its first bytes when it is no JSON text, so that the message can say
/// more than "not JSON".
///
/// @param name what it is
/// @param remedy what to do, a sentence
record FileKind(String name, String remedy) {
    private record Magic(String prefix, FileKind kind) {}

    private static final String UNPACK = "Unpack it and open the JSON file inside.";
    private static final String CONVERT =
            "Convert it to JSON rows, for example with pandas' to_json(orient=\"records\").";

    private static final List<Magic> MAGICS =
            List.of(
                    new Magic(
                            "version https://git-lfs",
                            new FileKind(
                                    "a Git LFS pointer, not the file itself",
                                    "Run `git lfs pull` in the repository it is from.")),
                    new Magic("PK\u0003\u0004", new FileKind("a ZIP archive", UNPACK)),
                    new Magic("\u001f\u008b", new FileKind("a gzip archive", UNPACK)),
                    new Magic("(\u00b5/\u00fd", new FileKind("a Zstandard archive", UNPACK)),
                    new Magic("BZh", new FileKind("a bzip2 archive", UNPACK)),
                    new Magic("PAR1", new FileKind("a Parquet file", CONVERT)),
                    new Magic("ARROW1", new FileKind("an Arrow file", CONVERT)),
                    new Magic(
                            "SQLite format 3\u0000",
                            new FileKind(
                                    "a SQLite file",
                                    "A workspace is opened in the window, or by --workspace.")),
                    new Magic("%PDF", new FileKind("a PDF document", "")),
                    new Magic("<!", new FileKind("an HTML page", "Download the raw file.")),
                    new Magic("<html", new FileKind("an HTML page", "Download the raw file.")),
                    new Magic("\u0000\u0000\u00fe\u00ff", encoded("UTF-32")),
                    new Magic("\u00ff\u00fe\u0000\u0000", encoded("UTF-32")),
                    new Magic("\u00fe\u00ff", encoded("UTF-16")),
                    new Magic("\u00ff\u00fe", encoded("UTF-16")),
                    new Magic("[\u0000", encoded("UTF-16")),
                    new Magic("{\u0000", encoded("UTF-16")),
                    new Magic("\u0000[", encoded("UTF-16")),
                    new Magic("\u0000{", encoded("UTF-16")));

    private static FileKind encoded(String encoding) {
        return new FileKind(encoding + " text", "Save it as UTF-8.");
    }

    /// The kind that `head`, the first bytes of a file, gives away; null if none does.
    static @Nullable FileKind of(byte[] head) {
        // ISO 8859-1 maps every byte to the character of the same number.
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (Magic magic : MAGICS) {
            if (text.startsWith(magic.prefix())) {
                return magic.kind();
            }
        }
        return text.indexOf(0) >= 0 && !opensJson(head)
                ? new FileKind("binary content", "Open a JSON or JSONL text file.")
                : null;
    }

    /// Whether what is not white space begins as JSON does. A zero byte further on is then in a row
    /// and makes this row a bad one, not the file.
    private static boolean opensJson(byte[] head) {
        for (byte each : head) {
            if (!ByteSource.isWhitespace(each)) {
                return each == '{' || each == '[';
            }
        }
        return false;
    }
}
