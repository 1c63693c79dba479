/// Tests of [org.prmscope.ui.scaling].
@NullMarked
package org.prmscope.ui.scaling;

import org.jspecify.annotations.NullMarked;
