// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import java.io.Serializable;

/**
 * A manifest whose tables production shows.
 *
 * @param release the number of the release
 */
public record PromotedManifest(long release, Manifest manifest) implements Serializable {}
