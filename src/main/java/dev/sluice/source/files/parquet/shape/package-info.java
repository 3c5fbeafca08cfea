// SPDX-License-Identifier: Apache-2.0
/** Says what a schema means: the shapes and types of columns, and how values get into vectors. */
@NullMarked
package dev.sluice.source.files.parquet.shape;

import org.jspecify.annotations.NullMarked;
