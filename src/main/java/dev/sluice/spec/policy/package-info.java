// SPDX-License-Identifier: Apache-2.0
/** Says what a pipeline may do, and what happens to its data afterwards. */
@NullMarked
package dev.sluice.spec.policy;

import org.jspecify.annotations.NullMarked;
