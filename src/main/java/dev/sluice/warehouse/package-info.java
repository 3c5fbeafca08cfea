/** Loads a run's files into a warehouse: the interface. */
@NullMarked
package dev.sluice.warehouse;

import org.jspecify.annotations.NullMarked;
