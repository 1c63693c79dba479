package org.prmscope.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// Keeps SQLite's native library unpacked in a cache folder. Left alone, the driver unpacks a new
/// copy into the temporary folder at every start and deletes it at exit.
final class SqliteNatives {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteNatives.class);
    private static final String PATH = "org.sqlite.lib.path";

    private SqliteNatives() {}

    /// Unpacks the library of this platform, once for each version of the driver, and points the
    /// driver at it. Where that fails the driver unpacks its own copy as ever.
    static synchronized void prepare(Path cache) {
        if (System.getProperty(PATH) != null) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        Path folder = cache.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
        try (InputStream packed = SqliteNatives.class.getResourceAsStream(resource)) {
            if (packed == null) {
                LOG.debug("no SQLite library {} to unpack", resource);
                return;
            }
            byte[] bytes = packed.readAllBytes();
            Path library = folder.resolve(name);
            if (!Files.exists(library) || !Arrays.equals(bytes, Files.readAllBytes(library))) {
                Files.createDirectories(folder);
                // Another process may load the library right now: it is replaced, not rewritten.
                Path temporary = Files.createTempFile(folder, name, ".tmp");
                Files.write(temporary, bytes);
                Files.move(temporary, library, StandardCopyOption.REPLACE_EXISTING);
            }
            System.setProperty(PATH, folder.toAbsolutePath().toString());
        } catch (IOException e) {
            LOG.debug("SQLite's library was not unpacked into {}", folder, e);
        }
    }
}
