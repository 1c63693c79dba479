@NullMarked
package org.prmscope;

import org.jspecify.annotations.NullMarked;
