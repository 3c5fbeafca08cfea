// SPDX-License-Identifier: Apache-2.0
/** Reaches Google Cloud Storage. */
@NullMarked
package dev.sluice.cloud;

import org.jspecify.annotations.NullMarked;
