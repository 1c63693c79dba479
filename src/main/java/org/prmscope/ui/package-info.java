/// The window: its start, its stage, and what it remembers.
@NullMarked
package org.prmscope.ui;

import org.jspecify.annotations.NullMarked;
