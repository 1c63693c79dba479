package org.prmscope.ui.steps;

/// What the blocks of an opened step can ask of the view around them.
interface BlockActions {
    /// Puts text on the clipboard.
    void copy(String text);

    /// Opens a copy of a code check; runs it at once if asked to.
    void scratch(StepBlock.Code block, boolean run);
}
