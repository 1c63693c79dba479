/// The shell: header, run options, status bar, and what ties the regions together.
@NullMarked
package org.prmscope.ui.workbench;

import org.jspecify.annotations.NullMarked;
