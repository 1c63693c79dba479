/// Ports of a causal language model and the one decode loop; knows no runtime library.
@NullMarked
package org.prmscope.decode;

import org.jspecify.annotations.NullMarked;
