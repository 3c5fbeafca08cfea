// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.notes;

import java.io.Serializable;
import java.util.Map;

/** What a commit notes by names, such as source files; looked up where somebody asks for it. */
public interface StoredNotes<V> extends Serializable {
  Map<String, V> read();
}
