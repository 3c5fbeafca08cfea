// SPDX-License-Identifier: Apache-2.0
/** Opens a file of any format. */
@NullMarked
package dev.sluice.source.files.open;

import org.jspecify.annotations.NullMarked;
