// SPDX-License-Identifier: Apache-2.0
/** Says what rows and whole tables must satisfy. */
@NullMarked
package dev.sluice.spec.rule;

import org.jspecify.annotations.NullMarked;
