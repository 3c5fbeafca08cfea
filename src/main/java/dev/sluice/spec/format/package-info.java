// SPDX-License-Identifier: Apache-2.0
/** Gives the files of a spec one form, and never another meaning. */
@NullMarked
package dev.sluice.spec.format;

import org.jspecify.annotations.NullMarked;
