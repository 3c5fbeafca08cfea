// SPDX-License-Identifier: Apache-2.0
/** The commands on the Flex Template. */
@NullMarked
package dev.sluice.cli.template;

import org.jspecify.annotations.NullMarked;
