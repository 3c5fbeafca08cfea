// SPDX-License-Identifier: Apache-2.0
/** Looks at data and writes a spec for it: what files hold, by all of their rows. */
@NullMarked
package dev.sluice.infer;

import org.jspecify.annotations.NullMarked;
