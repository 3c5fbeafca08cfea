// SPDX-License-Identifier: Apache-2.0
/** Commands that write a spec for data. */
@NullMarked
package dev.sluice.cli.infer;

import org.jspecify.annotations.NullMarked;
