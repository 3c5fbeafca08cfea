// SPDX-License-Identifier: Apache-2.0
/** Says to which programs outside runs are told. */
@NullMarked
package dev.sluice.spec.telling;

import org.jspecify.annotations.NullMarked;
