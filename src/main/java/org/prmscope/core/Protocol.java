package org.prmscope.core;

/// How a verifier is prompted and read.
public enum Protocol {
    /// Step by step with code checks (arXiv 2504.00891).
    GENPRM("GenPRM"),
    /// One long chain over the whole solution (arXiv 2504.16828).
    THINKPRM("ThinkPRM");

    private final String title;

    Protocol(String title) {
        this.title = title;
    }

    /// The name as the paper writes it.
    public String title() {
        return title;
    }
}
