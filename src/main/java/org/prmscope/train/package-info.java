/// Training of a small verifier: tokenizer, network (libtorch), loop, checkpoints, export.
@NullMarked
package org.prmscope.train;

import org.jspecify.annotations.NullMarked;
