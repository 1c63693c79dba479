/// Code that must not compile: `.ci/run` checks that the compiler's gates refuse it.
@NullMarked
package org.prmscope.canary;

import org.jspecify.annotations.NullMarked;
