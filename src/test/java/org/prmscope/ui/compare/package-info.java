/// Tests of [org.prmscope.ui.compare].
@NullMarked
package org.prmscope.ui.compare;

import org.jspecify.annotations.NullMarked;
