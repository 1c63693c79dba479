package org.prmscope.synthesis.export;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.filter.ReviewedChain;
import org.prmscope.synthesis.filter.SampledChain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/// Writes kept chains as training files, one chain in memory at a time.
///
/// Every file is written beside its place; when all are complete they are moved, and the manifest
/// last: where it is, the others are whole and belong to it.
public final class TrainingExport {
    private final TrainingRows rows = new TrainingRows();
    private final RowsFile.Outlet outlet;

    public TrainingExport() {
        this(RowsFile::plain);
    }

    /// @param outlet what files are written through, for tests
    TrainingExport(RowsFile.Outlet outlet) {
        this.outlet = outlet;
    }

    /// Whether an export may write, or an earlier one's be replaced or removed, under this name.
    public static boolean isWritten(String name) {
        return name.equals(ExportManifest.FILE)
                || Arrays.stream(TrainingFormat.values())
                        .anyMatch(format -> format.file().equals(name));
    }

    /// Where chains are read from.
    public interface Chains {
        /// A chain with its tokens.
        ///
        /// @throws WorkbenchException if it cannot be read
        SampledChain load(String solutionId, int chain) throws WorkbenchException;
    }

    /// What to write and where.
    ///
    /// @param formats at least one
    /// @param folder made if it is not there
    /// @param overwrites whether files of an earlier export are replaced, and those of its formats
    ///   that are not written again removed
    public record Target(Path folder, Set<TrainingFormat> formats, boolean overwrites) {
        public Target {
            formats = Set.copyOf(formats);
            if (formats.isEmpty()) {
                throw new IllegalArgumentException("no format to write");
            }
        }
    }

    /// Writes the chains that are kept.
    ///
    /// @param reviewed all chains, in order
    /// @param progress told the number of chains that are written
    /// @return the manifest
    /// @throws WorkbenchException if no chain is kept, files are in the way, or they cannot be
    ///   written; files of an earlier export are then as they were
    /// @throws CancellationException if cancelled; nothing is left behind
    public ObjectNode write(
            Target target,
            ExportOrigin origin,
            List<ReviewedChain> reviewed,
            Chains chains,
            IntConsumer progress,
            Cancellation cancellation)
            throws WorkbenchException {
        List<ReviewedChain> kept = reviewed.stream().filter(ReviewedChain::isKept).toList();
        if (kept.isEmpty()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "There is nothing to export",
                            "synthesis run " + origin.synthesis().id(),
                            "a chain that is kept",
                            "%d chains, none of them kept".formatted(reviewed.size()),
                            "Look at the reasons, choose other filters or re-admit chains."));
        }
        prepare(target);
        try {
            return writeKept(target, origin, kept, chains, progress, cancellation);
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The training data cannot be written",
                            target.folder().toString(),
                            "",
                            IoReason.of(e),
                            remedy(e)),
                    e);
        }
    }

    private static String remedy(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("space") || message.contains("quota")
                ? "Nothing was left there. Free some space, or choose a folder on another disk."
                : "Check the folder, or choose another one.";
    }

    private static void prepare(Target target) throws WorkbenchException {
        try {
            Files.createDirectories(target.folder());
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The folder cannot be made",
                            target.folder().toString(),
                            "a place that can be written",
                            IoReason.of(e),
                            ""),
                    e);
        }
        for (String name : EarlierExport.inTheWay(target)) {
            Path file = target.folder().resolve(name);
            if (Files.isDirectory(file) || !target.overwrites()) {
                throw new WorkbenchException(
                        new WorkbenchException.Report(
                                "A file is in the way",
                                file.toString(),
                                "",
                                "",
                                "Choose another folder, or replace the earlier export with"
                                        + " --overwrite."));
            }
        }
    }

    private ObjectNode writeKept(
            Target target,
            ExportOrigin origin,
            List<ReviewedChain> kept,
            Chains chains,
            IntConsumer progress,
            Cancellation cancellation)
            throws IOException, WorkbenchException {
        try (OpenFiles files = new OpenFiles(target, outlet)) {
            Set<String> seen = new HashSet<>();
            int withoutSteps = 0;
            int interrupted = 0;
            int silent = 0;
            int done = 0;
            for (ReviewedChain one : kept) {
                if (cancellation.isCancelled()) {
                    throw new CancellationException("the export was cancelled");
                }
                SampledChain chain = chains.load(one.facts().solutionId(), one.facts().chain());
                TrainingChat chat = ChatWriting.of(chain);
                progress.accept(++done);
                if (!isSpoken(chat)) {
                    silent++;
                    continue;
                }
                files.add(TrainingFormat.OPENAI, () -> List.of(rows.openAi(chat)));
                files.add(TrainingFormat.SHAREGPT, () -> List.of(rows.shareGpt(chat)));
                files.add(TrainingFormat.TRL_COMPLETION, () -> rows.completions(chat));
                interrupted += hasMaskInside(chat) ? 1 : 0;
                if (seen.add(chain.solution().id())) {
                    Optional<String> steps = rows.stepwise(chain.solution());
                    withoutSteps += steps.isPresent() ? 0 : 1;
                    files.add(TrainingFormat.TRL_STEPWISE, () -> steps.stream().toList());
                }
            }
            List<String> notices = new ArrayList<>();
            if (interrupted > 0
                    && files.has(TrainingFormat.SHAREGPT, TrainingFormat.TRL_COMPLETION)) {
                notices.add(
                        "%d chains have text that the verifier did not write. ShareGPT and TRL know"
                                        .formatted(interrupted)
                                + " no masks: their programs train on it, unless they read the"
                                + " field \"masked\".");
            }
            if (silent > 0) {
                notices.add(
                        "%d kept chains have no text, as those that failed, and no row."
                                .formatted(silent));
            }
            if (withoutSteps > 0 && files.has(TrainingFormat.TRL_STEPWISE)) {
                notices.add(
                        "%d solutions have no gold label for their first step and no row for"
                                        .formatted(withoutSteps)
                                + " stepwise supervision.");
            }
            return files.finish(origin, notices);
        }
    }

    private static boolean isSpoken(TrainingChat chat) {
        return chat.messages().stream()
                .anyMatch(message -> message.role() == ChatMessage.Role.ASSISTANT);
    }

    private static boolean hasMaskInside(TrainingChat chat) {
        return chat.messages().stream().anyMatch(message -> !message.masked().isEmpty());
    }

    /// The open files of an export.
    private static final class OpenFiles implements AutoCloseable {
        private final Target target;
        private final RowsFile.Outlet outlet;
        private final Map<TrainingFormat, RowsFile> files = new EnumMap<>(TrainingFormat.class);

        OpenFiles(Target target, RowsFile.Outlet outlet) throws IOException {
            this.target = target;
            this.outlet = outlet;
            try {
                for (TrainingFormat format : target.formats()) {
                    files.put(format, new RowsFile(target.folder().resolve(format.file()), outlet));
                }
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        interface Rows {
            List<String> make();
        }

        boolean has(TrainingFormat... some) {
            return Set.of(some).stream().anyMatch(files::containsKey);
        }

        void add(TrainingFormat format, Rows rows) throws IOException {
            RowsFile file = files.get(format);
            if (file != null) {
                for (String row : rows.make()) {
                    file.add(row);
                }
            }
        }

        ObjectNode finish(ExportOrigin origin, List<String> notices) throws IOException {
            List<WrittenFile> written = new ArrayList<>();
            for (RowsFile file : files.values()) {
                written.add(file.finish());
            }
            ObjectNode manifest = new ExportManifest().of(origin, written, notices);
            Path place = target.folder().resolve(ExportManifest.FILE);
            try (RowsFile last = new RowsFile(place, outlet)) {
                last.add(manifest.toPrettyString());
                last.finish();
                // Neither a manifest nor files of an earlier export must stand beside others that
                // they do not belong to.
                Set<TrainingFormat> left = EarlierExport.leftOver(target);
                if (Files.deleteIfExists(place)) {
                    for (TrainingFormat format : left) {
                        Files.deleteIfExists(target.folder().resolve(format.file()));
                    }
                }
                for (RowsFile file : files.values()) {
                    file.move();
                }
                last.move();
            }
            return manifest;
        }

        @Override
        public void close() throws IOException {
            IOException failure = null;
            for (RowsFile file : files.values()) {
                try {
                    file.close();
                } catch (IOException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
