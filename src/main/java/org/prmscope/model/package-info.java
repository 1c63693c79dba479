/// Model folders: layouts, checks, memory estimates, and the writer of decoder graphs.
@NullMarked
package org.prmscope.model;

import org.jspecify.annotations.NullMarked;
