// SPDX-License-Identifier: Apache-2.0
/** Looks at every document and file of a lake; changes nothing. */
@NullMarked
package dev.sluice.care.verify;

import org.jspecify.annotations.NullMarked;
