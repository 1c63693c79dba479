package org.prmscope.run;

/// Where a run is in its life.
public enum RunState {
    LOADING_MODEL,
    RUNNING,
    CANCELLING,
    CANCELLED,
    FINISHED,
    FAILED;

    public boolean isOver() {
        return switch (this) {
            case LOADING_MODEL, RUNNING, CANCELLING -> false;
            case CANCELLED, FINISHED, FAILED -> true;
        };
    }
}
