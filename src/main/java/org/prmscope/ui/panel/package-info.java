/// Panels that open over the window without being modal: choosers, options, forms.
@NullMarked
package org.prmscope.ui.panel;

import org.jspecify.annotations.NullMarked;
