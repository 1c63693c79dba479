@NullMarked
package org.prmscope.run;

import org.jspecify.annotations.NullMarked;
