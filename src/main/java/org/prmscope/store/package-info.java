/// The workspace: imported sets, runs and verification chains in one SQLite file, each chain
/// committed as it finishes. A workspace file is hostile input like any other.
@NullMarked
package org.prmscope.store;

import org.jspecify.annotations.NullMarked;
