package org.prmscope.tokenizer;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Makes the native tokenizer library load from the class path alone.
///
/// DJL otherwise looks for CUDA and downloads another build of the library where it finds it.
final class TokenizerNatives {
    private TokenizerNatives() {}

    /// Sets DJL's properties; to be called before the first use of a DJL class. Properties that are
    /// set already stay.
    ///
    /// @param cache folder the library is unpacked below, once a version
    /// @return the logger whose level was set; to be held until the library is loaded
    static Logger prepare(Path cache) {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("RUST_FLAVOR", "cpu");
        setIfAbsent("ENGINE_CACHE_DIR", cache.toAbsolutePath().toString());
        Logger logger = Logger.getLogger("ai.djl");
        if (logger.getLevel() == null) {
            // It says at level INFO that it unpacked its library, which is no news to a user.
            logger.setLevel(Level.WARNING);
        }
        return logger;
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
