// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.view;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result that a command prints, as one description. */
public interface Report {
  View view();

  /** The result for people. */
  default String render() {
    return view().text();
  }

  /** The result for programs. */
  default Map<String, @Nullable Object> tree() {
    return view().tree();
  }
}
