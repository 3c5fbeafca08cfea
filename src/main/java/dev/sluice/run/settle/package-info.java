// SPDX-License-Identifier: Apache-2.0
/** Does what follows a commit or a release: production and the warehouse show it. */
@NullMarked
package dev.sluice.run.settle;

import org.jspecify.annotations.NullMarked;
