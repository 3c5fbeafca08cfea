// SPDX-License-Identifier: Apache-2.0
/** Says what is wrong with a value. */
@NullMarked
package dev.sluice.validate.problem;

import org.jspecify.annotations.NullMarked;
