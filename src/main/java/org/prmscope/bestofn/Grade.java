package org.prmscope.bestofn;

/// What a candidate's final answer is worth.
public enum Grade {
    RIGHT,
    WRONG,
    /// It gives no answer; never right.
    NO_ANSWER,
    /// Nobody could tell; counted as not right, and said.
    UNDECIDED
}
