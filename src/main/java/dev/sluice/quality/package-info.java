/** Judges whole tables: statistics and checks. */
@NullMarked
package dev.sluice.quality;

import org.jspecify.annotations.NullMarked;
