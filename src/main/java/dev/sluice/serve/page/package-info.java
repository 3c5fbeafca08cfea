// SPDX-License-Identifier: Apache-2.0
/** The pages that a server shows besides those of runs. */
@NullMarked
package dev.sluice.serve.page;

import org.jspecify.annotations.NullMarked;
