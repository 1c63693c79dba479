/// Generated problems, solutions with planted errors, and verification chains over them.
@NullMarked
package org.prmscope.synthesis;

import org.jspecify.annotations.NullMarked;
