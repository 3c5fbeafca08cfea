// SPDX-License-Identifier: Apache-2.0
/** Makes few files of many small ones, without a row that changes. */
@NullMarked
package dev.sluice.run.compact;

import org.jspecify.annotations.NullMarked;
