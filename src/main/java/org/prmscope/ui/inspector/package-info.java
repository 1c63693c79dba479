/// The right side: tokens, decision and record of the chain in view.
@NullMarked
package org.prmscope.ui.inspector;

import org.jspecify.annotations.NullMarked;
