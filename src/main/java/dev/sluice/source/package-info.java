/** Reads the outside world into raw batches; one file per kind of source. */
@NullMarked
package dev.sluice.source;

import org.jspecify.annotations.NullMarked;
