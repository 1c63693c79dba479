package org.prmscope.synthesis;

/// What a planted error gets wrong.
public enum ErrorKind {
    /// The calculation is the right one, its result is not.
    ARITHMETIC,
    /// A number was taken over wrongly from the problem or from an earlier step.
    COPYING,
    /// Added where one should subtract, and the like.
    WRONG_OPERATION,
    /// Another number of the problem or of an earlier step stands in for the right one.
    WRONG_QUANTITY,
    /// A conversion factor is wrong, such as 100 minutes to the hour.
    UNIT
}
