// SPDX-License-Identifier: Apache-2.0
/** Binds every rule and model of a spec to the columns it reads. */
@NullMarked
package dev.sluice.spec.parse.binding;

import org.jspecify.annotations.NullMarked;
