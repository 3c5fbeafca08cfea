// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.look;

import dev.sluice.look.moment.Moment;
import dev.sluice.look.table.LiveFiles.LiveFile;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes the files of a table: for people their paths alone, so that others can take them. */
public final class FilesText implements Report {
  private final String table;
  private final String root;
  private final Moment moment;
  private final List<LiveFile> files;

  /**
   * The files of a table.
   *
   * @param root the lake's
   */
  public FilesText(String table, String root, Moment moment, List<LiveFile> files) {
    this.table = table;
    this.root = root;
    this.moment = moment;
    this.files = List.copyOf(files);
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("table", table)
            .value("state", moment.tree())
            .value("rows", files.stream().mapToLong(LiveFile::rows).sum())
            .value("bytes", files.stream().mapToLong(LiveFile::bytes).sum())
            .value("files", files.stream().map(this::tree).toList());
    files.forEach(file -> view.line(path(file)));
    return view;
  }

  private String path(LiveFile file) {
    return root + "/" + file.path();
  }

  private Map<String, @Nullable Object> tree(LiveFile file) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("path", path(file));
    tree.put("rows", file.rows());
    tree.put("bytes", file.bytes());
    return tree;
  }
}
