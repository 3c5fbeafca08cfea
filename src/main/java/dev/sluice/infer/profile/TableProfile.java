// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was counted of the files of one table. */
public final class TableProfile {
  private final Map<String, ColumnProfile> columns = new LinkedHashMap<>();
  private final Map<String, Long> refused = new LinkedHashMap<>();
  private final List<String> refusals = new ArrayList<>();
  private final Set<String> quotedNothings = new LinkedHashSet<>();
  private @Nullable JsonProfile json;
  private long rows;
  private int files;
  private boolean isWhole = true;

  /** The columns by their first appearance. */
  public List<ColumnProfile> columns() {
    return List.copyOf(columns.values());
  }

  ColumnProfile column(String name, String type) {
    return columns.computeIfAbsent(
        name.strip().toLowerCase(Locale.ROOT), each -> new ColumnProfile(name, type));
  }

  /** What stands in the records of JSON; null in other formats. */
  public @Nullable JsonProfile json() {
    return json;
  }

  JsonProfile jsonHere() {
    if (json == null) {
      json = new JsonProfile();
    }
    return json;
  }

  void addRows(long more) {
    rows += more;
  }

  void addFile() {
    files++;
    columns.values().forEach(column -> column.last = "");
  }

  void stopEarly() {
    isWhole = false;
  }

  void refuse(String code, String message) {
    refused.merge(code, 1L, Long::sum);
    if (refusals.size() < 3) {
      refusals.add(message);
    }
  }

  void quote(String nothing) {
    quotedNothings.add(nothing);
  }

  /** Texts that look as if they said that there is no value, and stand in quotes somewhere. */
  public Set<String> quotedNothings() {
    return quotedNothings;
  }

  /** Rows that were read. */
  public long rows() {
    return rows;
  }

  public int files() {
    return files;
  }

  /** Whether all rows were looked at. */
  public boolean isWhole() {
    return isWhole;
  }

  /** Records that no reader takes as a row, by the code of the trouble. */
  public Map<String, Long> refused() {
    return refused;
  }

  /** What is wrong with the first of them. */
  public List<String> refusals() {
    return refusals;
  }
}
