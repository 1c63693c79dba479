/// Choosing a verifier, with its memory estimate before it loads.
@NullMarked
package org.prmscope.ui.model;

import org.jspecify.annotations.NullMarked;
