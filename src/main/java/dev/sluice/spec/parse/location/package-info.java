// SPDX-License-Identifier: Apache-2.0
/** Resolves where data lies, and keeps lakes off ground that belongs to others. */
@NullMarked
package dev.sluice.spec.parse.location;

import org.jspecify.annotations.NullMarked;
