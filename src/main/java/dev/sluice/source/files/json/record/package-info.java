// SPDX-License-Identifier: Apache-2.0
/** Takes one object of JSON apart into the columns of a contract. */
@NullMarked
package dev.sluice.source.files.json.record;

import org.jspecify.annotations.NullMarked;
