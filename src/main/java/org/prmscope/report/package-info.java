/// What is shown, written to files: tables, plots, and a page that needs nothing but itself.
@NullMarked
package org.prmscope.report;

import org.jspecify.annotations.NullMarked;
