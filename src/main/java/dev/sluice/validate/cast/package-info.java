/** Judges rows: the contract, then the rules; bad rows become dead letters. */
@NullMarked
package dev.sluice.validate.cast;

import org.jspecify.annotations.NullMarked;
