/// The centre: the problem and the steps of the selected solution as cards.
@NullMarked
package org.prmscope.ui.steps;

import org.jspecify.annotations.NullMarked;
