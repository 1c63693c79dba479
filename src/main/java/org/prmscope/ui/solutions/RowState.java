package org.prmscope.ui.solutions;

/// Where a solution stands in the window.
public enum RowState {
    NOT_RUN("not run"),
    QUEUED("queued"),
    RUNNING("running"),
    DONE("done"),
    FAILED("failed");

    private final String title;

    RowState(String title) {
        this.title = title;
    }

    /// The word in the table.
    public String title() {
        return title;
    }
}
