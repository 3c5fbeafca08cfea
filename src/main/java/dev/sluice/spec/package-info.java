/** What the author wrote: YAML parsed once to immutable records, or issues with positions. */
@NullMarked
package dev.sluice.spec;

import org.jspecify.annotations.NullMarked;
