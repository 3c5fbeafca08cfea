// SPDX-License-Identifier: Apache-2.0
/** Says what to write where YAML is broken. */
@NullMarked
package dev.sluice.spec.yaml.hint;

import org.jspecify.annotations.NullMarked;
