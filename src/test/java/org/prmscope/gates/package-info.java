/// The project's own rules as tests; every rule has a canary that must break it.
@NullMarked
package org.prmscope.gates;

import org.jspecify.annotations.NullMarked;
