// SPDX-License-Identifier: Apache-2.0
/** Holds what the readers of all parts of a spec share. */
@NullMarked
package dev.sluice.spec.parse.context;

import org.jspecify.annotations.NullMarked;
