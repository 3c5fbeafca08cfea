// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;

/** Keeps pages that tests make, where {@code -Dreport.pages=DIR} asks for them. */
public final class Pages {
  private Pages() {}

  public static String keep(String name, String html) {
    String folder = System.getProperty("report.pages", "");
    if (!folder.isEmpty()) {
      Pipelines.write(Path.of(folder).resolve(name + ".html"), html);
    }
    return html;
  }
}
