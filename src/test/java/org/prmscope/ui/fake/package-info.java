/// An in-memory workbench for tests and screenshots of the window.
@NullMarked
package org.prmscope.ui.fake;

import org.jspecify.annotations.NullMarked;
