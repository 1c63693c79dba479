package org.prmscope.decode;

/// Whether a chain's next tokens are guessed from its own text and checked in one run (prompt
/// look-up, Saxena 2023; a form of speculative decoding, Leviathan et al. 2023, arXiv 2211.17192).
/// The tokens are the same either way.
public enum Speculation {
    OFF,
    /// Wherever it measures faster, when a single chain decodes.
    AUTOMATIC
}
