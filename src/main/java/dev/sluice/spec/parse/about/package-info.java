// SPDX-License-Identifier: Apache-2.0
/** Reads what people should know of tables. */
@NullMarked
package dev.sluice.spec.parse.about;

import org.jspecify.annotations.NullMarked;
