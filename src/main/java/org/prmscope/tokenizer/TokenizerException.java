package org.prmscope.tokenizer;

import org.prmscope.core.WorkbenchException;

/// A tokenizer file that cannot be used.
public final class TokenizerException extends WorkbenchException {
    private static final String REMEDY =
            "Use the tokenizer.json that belongs to the model; if it was cloned without its large"
                    + " files, fetch it again";

    TokenizerException(String what, String where, String expected, String found) {
        super(new Report(what, where, expected, found, REMEDY));
    }

    TokenizerException(String what, String where, String expected, String found, String remedy) {
        super(new Report(what, where, expected, found, remedy));
    }

    TokenizerException(String what, String where, String expected, String found, Throwable cause) {
        super(new Report(what, where, expected, found, REMEDY), cause);
    }
}
