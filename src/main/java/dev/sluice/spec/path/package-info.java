// SPDX-License-Identifier: Apache-2.0
/** What paths and patterns of paths mean, before anything is looked for. */
@NullMarked
package dev.sluice.spec.path;

import org.jspecify.annotations.NullMarked;
