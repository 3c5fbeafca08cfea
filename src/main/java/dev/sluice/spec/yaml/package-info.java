// SPDX-License-Identifier: Apache-2.0
/** Reads YAML into located nodes, and their keys one by one. */
@NullMarked
package dev.sluice.spec.yaml;

import org.jspecify.annotations.NullMarked;
