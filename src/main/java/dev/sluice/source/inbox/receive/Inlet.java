// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import dev.sluice.source.inbox.Landing;
import dev.sluice.spec.table.SourceSpec.Received;

/**
 * Where the messages of a table go.
 *
 * @param table its name
 */
public record Inlet(String table, Received source, Landing landing) {}
