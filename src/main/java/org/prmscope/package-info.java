/// The composition root: the only place that knows every part and wires them together.
@NullMarked
package org.prmscope;

import org.jspecify.annotations.NullMarked;
