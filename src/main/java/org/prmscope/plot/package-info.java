/// Plots as a description that a window draws and a file is written from; knows no toolkit.
@NullMarked
package org.prmscope.plot;

import org.jspecify.annotations.NullMarked;
