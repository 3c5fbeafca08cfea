/** The dead letters of a lake, and what became of each of them. */
@NullMarked
package dev.sluice.lake.letters;

import org.jspecify.annotations.NullMarked;
