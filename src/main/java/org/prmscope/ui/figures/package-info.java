/// Numbers as a person reads them: sizes, durations, probabilities.
@NullMarked
package org.prmscope.ui.figures;

import org.jspecify.annotations.NullMarked;
