// SPDX-License-Identifier: Apache-2.0
/** Runs the statements of models, file by file or shard by shard. */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
