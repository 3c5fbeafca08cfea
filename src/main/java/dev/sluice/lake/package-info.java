/** Lands batches as immutable files, and commits runs as manifests. */
@NullMarked
package dev.sluice.lake;

import org.jspecify.annotations.NullMarked;
