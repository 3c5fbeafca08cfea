// SPDX-License-Identifier: Apache-2.0
/** Says from where on a lake's log is kept, and the little that is still told of earlier runs. */
@NullMarked
package dev.sluice.table.past;

import org.jspecify.annotations.NullMarked;
