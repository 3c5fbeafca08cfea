// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A committed manifest on its way past production, the warehouse and the receivers of messages.
 *
 * @param shown what the lake's production shows since; null where the manifest waits for approval
 */
public record PublishedManifest(Manifest manifest, @Nullable PromotedManifest shown)
    implements Serializable {}
