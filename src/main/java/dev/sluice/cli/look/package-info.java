// SPDX-License-Identifier: Apache-2.0
/** Shows what a lake holds: its tables, their rows and files, and what a model would give. */
@NullMarked
package dev.sluice.cli.look;

import org.jspecify.annotations.NullMarked;
