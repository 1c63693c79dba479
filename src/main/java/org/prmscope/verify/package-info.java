/// Verification protocols: a solution becomes a prompt, generation, code checks and verdicts, and
/// nothing unreadable becomes a number.
@NullMarked
package org.prmscope.verify;

import org.jspecify.annotations.NullMarked;
