/// Measurements of the engine on the machine it runs on: what `prmscope bench` prints.
@NullMarked
package org.prmscope.bench;

import org.jspecify.annotations.NullMarked;
