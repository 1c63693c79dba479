/// The left side: the solutions of a set as a table with text filter and facets.
@NullMarked
package org.prmscope.ui.solutions;

import org.jspecify.annotations.NullMarked;
