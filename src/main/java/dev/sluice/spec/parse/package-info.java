/** Reads the parts of a spec, one file for each, and binds its SQL. */
@NullMarked
package dev.sluice.spec.parse;

import org.jspecify.annotations.NullMarked;
