/// The window's kit: theme, mathematics, code, tokens, chips, background work, dialogs, keys.
///
/// Nothing here knows a feature. Every colour is a variable of the style sheet, so a theme switch
/// needs no code.
@NullMarked
package org.prmscope.ui.fx;

import org.jspecify.annotations.NullMarked;
