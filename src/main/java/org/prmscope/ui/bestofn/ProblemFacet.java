package org.prmscope.ui.bestofn;

/// A slice of the problems that one click shows.
public enum ProblemFacet {
    ALL("all", "every problem the text filter keeps"),
    DISAGREE("methods disagree", "best score, majority and weighted majority differ"),
    MISSED("missed", "a right candidate is there, and the best score does not find it"),
    NONE_RIGHT("none right", "no candidate is right: no choice can help"),
    UNGRADED(
            "ungraded",
            "no right answer is known, or a candidate gives none or one that could not be compared");

    private final String title;
    private final String meaning;

    ProblemFacet(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    public String title() {
        return title;
    }

    public String meaning() {
        return meaning;
    }

    boolean keeps(ProblemRow row) {
        return switch (this) {
            case ALL -> true;
            case DISAGREE -> row.disagrees();
            case MISSED -> row.isMissed();
            case NONE_RIGHT -> row.hasNoneRight();
            case UNGRADED -> row.hasUngraded();
        };
    }
}
