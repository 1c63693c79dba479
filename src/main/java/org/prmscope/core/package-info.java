/// The immutable vocabulary of the field: solutions, verdicts, chains, runs. No I/O.
@NullMarked
package org.prmscope.core;

import org.jspecify.annotations.NullMarked;
