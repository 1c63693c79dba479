/// Runs of the same solutions side by side: aligned, aggregated, paired, counted. Pure.
@NullMarked
package org.prmscope.compare;

import org.jspecify.annotations.NullMarked;
