/// A problem entered by hand, its solution split into steps.
@NullMarked
package org.prmscope.ui.problem;

import org.jspecify.annotations.NullMarked;
