@NullMarked
package org.prmscope.bestofn;

import org.jspecify.annotations.NullMarked;
