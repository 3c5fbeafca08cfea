// SPDX-License-Identifier: Apache-2.0
/** Says what each code means, and what to do. */
@NullMarked
package dev.sluice.explain.code;

import org.jspecify.annotations.NullMarked;
