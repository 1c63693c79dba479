/// What a set of verdicts is worth: agreement with gold, ProcessBench's metrics, intervals. Pure.
@NullMarked
package org.prmscope.diagnostics;

import org.jspecify.annotations.NullMarked;
