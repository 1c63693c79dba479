package org.prmscope;

/// The program's entry point for both the window and the command line.
public final class Launcher {
    private Launcher() {}

    static void main(String[] args) {}
}
