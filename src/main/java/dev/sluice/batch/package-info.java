/** The element of the graph: a columnar record batch, its coder and its builders. */
@NullMarked
package dev.sluice.batch;

import org.jspecify.annotations.NullMarked;
