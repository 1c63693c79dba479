package org.prmscope.ui.fx;

/// Draws LaTeX to images off the FX thread and keeps the most recent ones.
///
/// One for the whole program; share it among all [MathText]s.
public final class MathRenderer implements AutoCloseable {
    public MathRenderer() {}

    @Override
    public void close() {}
}
