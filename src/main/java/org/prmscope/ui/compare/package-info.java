/// Runs of one set side by side: one solution at a time, and all of them together.
@NullMarked
package org.prmscope.ui.compare;

import org.jspecify.annotations.NullMarked;
