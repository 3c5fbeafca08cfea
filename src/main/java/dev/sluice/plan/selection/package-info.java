// SPDX-License-Identifier: Apache-2.0
/** Selects a part of the tables and models, and finds what it reads beside itself. */
@NullMarked
package dev.sluice.plan.selection;

import org.jspecify.annotations.NullMarked;
