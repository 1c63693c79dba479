/// The opened workbench as the regions of the window call it: never on the FX thread.
@NullMarked
package org.prmscope.ui.session;

import org.jspecify.annotations.NullMarked;
