/** What a run leaves behind: its record and its report. */
@NullMarked
package dev.sluice.run;

import org.jspecify.annotations.NullMarked;
