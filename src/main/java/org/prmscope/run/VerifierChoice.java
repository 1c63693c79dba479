package org.prmscope.run;

/// A verifier a person can choose.
///
/// @param location `builtin` or the folder
public record VerifierChoice(String name, String location) {
    /// The location of the verifier that ships with the program.
    public static final String BUILTIN = "builtin";

    public boolean isBuiltin() {
        return location.equals(BUILTIN);
    }
}
