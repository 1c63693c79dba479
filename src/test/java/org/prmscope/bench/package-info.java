@NullMarked
package org.prmscope.bench;

import org.jspecify.annotations.NullMarked;
