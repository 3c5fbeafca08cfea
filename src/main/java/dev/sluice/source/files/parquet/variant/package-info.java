// SPDX-License-Identifier: Apache-2.0
/** Makes texts of variants: values that bring their types along. */
@NullMarked
package dev.sluice.source.files.parquet.variant;

import org.jspecify.annotations.NullMarked;
