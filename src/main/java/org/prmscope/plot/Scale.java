package org.prmscope.plot;

/// How an axis spreads its values.
public enum Scale {
    LINEAR,
    /// Equal factors take equal room; positive values only.
    LOG,
    /// Names at 0, 1, 2 and so on.
    CATEGORIES
}
