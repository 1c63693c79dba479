package org.prmscope.synthesis;

/// A stretch of a verification chain that is tokenized by itself.
///
/// @param text the text, or a control token's name
/// @param origin who puts it there when the chain is generated
public record ChainSegment(String text, Origin origin) {
    /// Who puts a stretch of text into a chain.
    public enum Origin {
        /// A control token of the prompt, by name.
        CONTROL,
        /// The prompt, or text that the protocol injects.
        GIVEN,
        /// The verifier; only this is trained on.
        VERIFIER
    }

    static ChainSegment control(String name) {
        return new ChainSegment(name, Origin.CONTROL);
    }

    static ChainSegment given(String text) {
        return new ChainSegment(text, Origin.GIVEN);
    }

    static ChainSegment verifier(String text) {
        return new ChainSegment(text, Origin.VERIFIER);
    }
}
