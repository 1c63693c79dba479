/// Readers and writers of the public file formats of solutions. Files are hostile: every size is
/// bounded, and a bad row never takes the good ones with it.
@NullMarked
package org.prmscope.dataset;

import org.jspecify.annotations.NullMarked;
