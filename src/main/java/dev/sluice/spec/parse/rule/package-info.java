// SPDX-License-Identifier: Apache-2.0
/** Reads rules, and makes SQL of their short forms once the types of columns are known. */
@NullMarked
package dev.sluice.spec.parse.rule;

import org.jspecify.annotations.NullMarked;
