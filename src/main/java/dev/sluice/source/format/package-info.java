/** Reads one file of one format, a batch at a time, from any position it stopped at. */
@NullMarked
package dev.sluice.source.format;

import org.jspecify.annotations.NullMarked;
