// SPDX-License-Identifier: Apache-2.0
/** Asks a registry for the schemas that messages name by number. */
@NullMarked
package dev.sluice.source.message.registry;

import org.jspecify.annotations.NullMarked;
