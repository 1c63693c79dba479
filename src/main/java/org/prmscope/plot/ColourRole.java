package org.prmscope.plot;

/// What a series stands for; decides its colour, its marker, its dash and the pattern of its bars,
/// so that colour is never the only difference.
public enum ColourRole {
    RUN_A(Ink.RUN_A, MarkerShape.CIRCLE, Dash.SOLID, BarPattern.SOLID),
    RUN_B(Ink.RUN_B, MarkerShape.SQUARE, Dash.LONG, BarPattern.HOLLOW),
    RUN_C(Ink.RUN_C, MarkerShape.DIAMOND, Dash.SHORT, BarPattern.LEVEL_STRIPES),
    RUN_D(Ink.RUN_D, MarkerShape.TRIANGLE, Dash.MIXED, BarPattern.UPRIGHT_STRIPES),
    GOLD(Ink.GOLD, MarkerShape.CROSS, Dash.SOLID, BarPattern.SOLID),
    NEUTRAL(Ink.NEUTRAL, MarkerShape.CIRCLE, Dash.SHORT, BarPattern.SOLID);

    private final Ink ink;
    private final MarkerShape marker;
    private final Dash dash;
    private final BarPattern pattern;

    ColourRole(Ink ink, MarkerShape marker, Dash dash, BarPattern pattern) {
        this.ink = ink;
        this.marker = marker;
        this.dash = dash;
        this.pattern = pattern;
    }

    /// The role of a run by its column, from 0; runs beyond the fourth are neutral.
    public static ColourRole ofRun(int column) {
        return switch (column) {
            case 0 -> RUN_A;
            case 1 -> RUN_B;
            case 2 -> RUN_C;
            case 3 -> RUN_D;
            default -> NEUTRAL;
        };
    }

    public Ink ink() {
        return ink;
    }

    public MarkerShape marker() {
        return marker;
    }

    /// The marker of one of several series of this role; the first has the role's own.
    MarkerShape marker(int index) {
        MarkerShape found = marker;
        for (int i = 0; i < index; i++) {
            found = found.next();
        }
        return found;
    }

    public Dash dash() {
        return dash;
    }

    public BarPattern pattern() {
        return pattern;
    }
}
