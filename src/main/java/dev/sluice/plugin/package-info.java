// SPDX-License-Identifier: Apache-2.0
/** Takes in rule kinds that are written in Java: Sluice's own, and those of a user's JAR. */
@NullMarked
package dev.sluice.plugin;

import org.jspecify.annotations.NullMarked;
