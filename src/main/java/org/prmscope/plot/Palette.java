package org.prmscope.plot;

/// A colour for every ink, as `#rrggbb`. Text has a contrast of 4.5 and more on the paper (WCAG
/// AA), marks of 3 and more.
public enum Palette {
    LIGHT {
        @Override
        public String colour(Ink ink) {
            return switch (ink) {
                case PAPER -> "#ffffff";
                case TEXT -> "#24292f";
                case MUTED -> "#57606a";
                case GRID -> "#d8dee4";
                case AXIS -> "#8c959f";
                case RUN_A -> "#0969da";
                case RUN_B -> "#8250df";
                case RUN_C -> "#bc4c00";
                case RUN_D -> "#bf3989";
                case GOLD -> "#7d5600";
                case NEUTRAL -> "#57606a";
            };
        }
    },
    DARK {
        @Override
        public String colour(Ink ink) {
            return switch (ink) {
                case PAPER -> "#0d1117";
                case TEXT -> "#e6edf3";
                case MUTED -> "#8b949e";
                case GRID -> "#2b3138";
                case AXIS -> "#6e7681";
                case RUN_A -> "#58a6ff";
                case RUN_B -> "#bc8cff";
                case RUN_C -> "#f0883e";
                case RUN_D -> "#f778ba";
                case GOLD -> "#e3b341";
                case NEUTRAL -> "#8b949e";
            };
        }
    };

    /// The colour of an ink, `#rrggbb`.
    public abstract String colour(Ink ink);
}
