/// Schedules, cancels and resumes runs and publishes their progress: what command line and window
/// both call.
@NullMarked
package org.prmscope.run;

import org.jspecify.annotations.NullMarked;
