package org.prmscope.bestofn;

/// An answer that cannot be read as mathematics; the message says why, for a person.
final class Unreadable extends Exception {
    Unreadable(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
