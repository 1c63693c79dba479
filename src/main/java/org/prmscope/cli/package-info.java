/// The command line, over the same `run` package as the window.
@NullMarked
package org.prmscope.cli;

import org.jspecify.annotations.NullMarked;
