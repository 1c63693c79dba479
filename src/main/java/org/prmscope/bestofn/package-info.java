/// Several candidate solutions of a problem: their final answers compared mathematically, and what
/// choosing among N of them by a verifier's scores gives. Pure.
@NullMarked
package org.prmscope.bestofn;

import org.jspecify.annotations.NullMarked;
