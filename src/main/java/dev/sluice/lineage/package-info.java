// SPDX-License-Identifier: Apache-2.0
/** Tells catalogs of lineage, as OpenLineage events, what runs read and made of it. */
@NullMarked
package dev.sluice.lineage;

import org.jspecify.annotations.NullMarked;
