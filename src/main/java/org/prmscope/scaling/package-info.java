/// What many chains of one solution come to: votes, scores, and what fewer of them would have come
/// to. Pure.
@NullMarked
package org.prmscope.scaling;

import org.jspecify.annotations.NullMarked;
