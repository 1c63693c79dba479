package org.prmscope.ui.synthesis;

/// Steps that are shown at once: a solution may have thousands, and each is laid out as text.
///
/// @param from the first step, from 0
/// @param steps of the whole solution
record StepPage(int from, int steps) {
    /// Steps of a page.
    static final int SIZE = 100;

    /// The page with a step, or the nearest to it.
    static StepPage of(int step, int steps) {
        int last = Math.max(0, steps - 1);
        return new StepPage(Math.clamp(step, 0, last) / SIZE * SIZE, steps);
    }

    /// The step after the last one.
    int to() {
        return Math.min(steps, from + SIZE);
    }

    boolean has(int step) {
        return step >= from && step < to();
    }

    boolean isFirst() {
        return from == 0;
    }

    boolean isLast() {
        return to() == steps;
    }

    StepPage before() {
        return of(from - SIZE, steps);
    }

    StepPage after() {
        return of(from + SIZE, steps);
    }

    /// What a button says that leads here.
    String title() {
        return "Show steps %d to %d".formatted(from + 1, to());
    }
}
