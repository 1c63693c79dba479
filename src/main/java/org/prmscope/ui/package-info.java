/// The window.
@NullMarked
package org.prmscope.ui;

import org.jspecify.annotations.NullMarked;
