@NullMarked
package org.prmscope.cli;

import org.jspecify.annotations.NullMarked;
