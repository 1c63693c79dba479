/// How a run spreads its tokens over chains and rounds, as a person edits it.
@NullMarked
package org.prmscope.ui.scaling;

import org.jspecify.annotations.NullMarked;
