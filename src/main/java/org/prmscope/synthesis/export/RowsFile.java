package org.prmscope.synthesis.export;

import org.prmscope.core.AtomicReplacement;
import org.prmscope.core.Sha256;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/// A file that is written row by row beside its place and moved there when it is complete. Closing
/// one that was not moved leaves nothing behind.
final class RowsFile implements Closeable {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final MessageDigest digest;
    private final BufferedWriter writer;
    private int rows;
    private boolean complete;

    /// Gives the stream that a channel is written through, for tests.
    interface Outlet {
        OutputStream over(FileChannel channel);
    }

    /// @throws IOException if the file cannot be made
    RowsFile(Path target, Outlet outlet) throws IOException {
        this.target = target;
        Path folder = target.toAbsolutePath().getParent();
        temporary =
                (folder == null ? target.toAbsolutePath() : folder)
                        .resolve("." + target.getFileName() + ".part");
        // What a killed export left is overwritten.
        channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        digest = Sha256.digest();
        writer =
                new BufferedWriter(
                        new OutputStreamWriter(
                                new DigestOutputStream(outlet.over(channel), digest),
                                StandardCharsets.UTF_8));
    }

    static OutputStream plain(FileChannel channel) {
        return Channels.newOutputStream(channel);
    }

    Path target() {
        return target;
    }

    void add(String row) throws IOException {
        writer.write(row);
        writer.write('\n');
        rows++;
    }

    int rows() {
        return rows;
    }

    /// Forces everything to the disk; no rows may follow.
    WrittenFile finish() throws IOException {
        writer.flush();
        channel.force(true);
        long bytes = channel.size();
        writer.close();
        complete = true;
        return new WrittenFile(
                String.valueOf(target.getFileName()), rows, bytes, Sha256.hex(digest));
    }

    /// Moves the finished file to its place.
    void move() throws IOException {
        AtomicReplacement.move(temporary, target);
    }

    @Override
    public void close() throws IOException {
        if (!complete) {
            // The buffer may hold rows that do not fit on the disk: they are not wanted any more.
            channel.close();
        }
        Files.deleteIfExists(temporary);
    }
}
