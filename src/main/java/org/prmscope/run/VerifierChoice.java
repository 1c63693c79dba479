package org.prmscope.run;

/// A verifier a person can choose, and how it is to be loaded.
///
/// @param location `builtin`, or the model's folder or graph file
public record VerifierChoice(String name, String location, LoadOptions options) {
    /// The location of the verifier that ships with the program.
    public static final String BUILTIN = "builtin";

    /// A choice that leaves it to the program how to load.
    public VerifierChoice(String name, String location) {
        this(name, location, LoadOptions.DEFAULT);
    }

    public boolean isBuiltin() {
        return location.equals(BUILTIN);
    }

    /// The same model, loaded another way.
    public VerifierChoice with(LoadOptions other) {
        return new VerifierChoice(name, location, other);
    }
}
