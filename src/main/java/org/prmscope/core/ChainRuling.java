package org.prmscope.core;

import java.time.Instant;

/// What a person says of one chain of a synthesis run, whatever the filters say. The newest ruling
/// of a chain holds; earlier ones are kept.
///
/// @param chain which chain of the solution in its run, from 0
/// @param who the person's name as given
/// @param note why
public record ChainRuling(
        String solutionId, int chain, Ruling ruling, String who, Instant at, String note) {
    /// What can be said.
    public enum Ruling {
        /// Admitted, also where a filter rejects it.
        KEEP("kept"),
        /// Left out, also where every filter keeps it.
        DROP("dropped"),
        /// An earlier ruling is taken back: the filters decide again.
        AS_FILTERED("left to the filters");

        private final String title;

        Ruling(String title) {
            this.title = title;
        }

        /// What becomes of the chain, for a person.
        public String title() {
            return title;
        }
    }
}
