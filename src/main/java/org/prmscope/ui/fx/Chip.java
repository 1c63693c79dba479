package org.prmscope.ui.fx;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// A pill label that says one state: a tone for the eye, words for the meaning.
///
/// Reusable in virtualised cells: [#show] replaces text and tone. It never shrinks below its text.
public final class Chip extends Label {
    /// The meaning of a chip's colour.
    public enum Tone {
        /// Outlined, for facts.
        NEUTRAL("chip-neutral"),
        ACCENT("chip-accent"),
        SUCCESS("chip-success"),
        WARNING("chip-warning"),
        DANGER("chip-danger"),
        CORRECT(VerdictMark.CORRECT.styleClass()),
        INCORRECT(VerdictMark.INCORRECT.styleClass()),
        INVALID(VerdictMark.INVALID.styleClass()),
        NOT_REACHED(VerdictMark.NOT_REACHED.styleClass()),
        PENDING(VerdictMark.PENDING.styleClass());

        private final String styleClass;

        Tone(String styleClass) {
            this.styleClass = styleClass;
        }

        /// The tone of a verdict.
        public static Tone of(VerdictMark mark) {
            return switch (mark) {
                case CORRECT -> CORRECT;
                case INCORRECT -> INCORRECT;
                case INVALID -> INVALID;
                case NOT_REACHED -> NOT_REACHED;
                case PENDING -> PENDING;
            };
        }
    }

    private Tone tone;

    /// A chip with its words and its tone.
    public Chip(String text, Tone tone) {
        super(text);
        this.tone = tone;
        getStyleClass().addAll("chip", tone.styleClass);
        setMinWidth(Region.USE_PREF_SIZE);
    }

    /// Replaces text and tone.
    public void show(String text, Tone newTone) {
        setText(text);
        if (newTone != tone) {
            getStyleClass().remove(tone.styleClass);
            getStyleClass().add(newTone.styleClass);
            tone = newTone;
        }
    }

    /// The tone it has now.
    public Tone tone() {
        return tone;
    }
}
