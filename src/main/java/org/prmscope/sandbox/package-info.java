/// Runs a verifier's Python code isolated and limited, with a typed result.
@NullMarked
package org.prmscope.sandbox;

import org.jspecify.annotations.NullMarked;
