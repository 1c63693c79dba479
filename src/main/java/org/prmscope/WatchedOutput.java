package org.prmscope;

import org.jspecify.annotations.Nullable;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/// Standard output that remembers why it could not be written, which a `PrintStream` keeps to
/// itself.
final class WatchedOutput extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    WatchedOutput(OutputStream out) {
        super(out);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void watch(Writing writing) throws IOException {
        try {
            writing.run();
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }

    @Override
    public void write(int value) throws IOException {
        watch(() -> out.write(value));
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        watch(() -> out.write(bytes, from, count));
    }

    @Override
    public void flush() throws IOException {
        watch(out::flush);
    }

    /// Why something that was written is lost. That a reader such as `head` has seen enough is no
    /// loss.
    Optional<IOException> loss() {
        IOException why = failure;
        boolean closed =
                why != null
                        && String.valueOf(why.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("pipe");
        return closed ? Optional.empty() : Optional.ofNullable(why);
    }
}
