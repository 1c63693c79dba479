package org.prmscope.bestofn;

/// A computer algebra system that is asked what exact arithmetic cannot say. The expressions are
/// data: JSON arrays such as `["sum",["number","1","2"],["symbol","x"]]`, in which nothing is code.
public interface Algebra {
    /// Whether two expressions are equal.
    Sameness equal(String one, String two);

    /// One that is not there.
    ///
    /// @param why for a person
    static Algebra none(String why) {
        return (_, _) -> Sameness.undecided("shown neither equal nor different: " + why);
    }
}
