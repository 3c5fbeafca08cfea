// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.keys;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Fails a run that met the key of a column in no record of any of a table's files.
 *
 * <p>Whether a single record or file lacks it says nothing: optional keys are often left out.
 */
public final class RequireKeys extends PTransform<PCollection<List<String>>, PCollection<Void>> {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final ArrayList<String> columns;

  public RequireKeys(String table, List<String> columns) {
    this.table = table;
    this.columns = new ArrayList<>(columns);
  }

  public RequireKeys of(List<String> others) {
    return new RequireKeys(table, others);
  }

  public String table() {
    return table;
  }

  public boolean isEmpty() {
    return columns.isEmpty();
  }

  @Override
  public PCollection<Void> expand(PCollection<List<String>> met) {
    return met.apply(
            "As one", WithKeys.<String, List<String>>of("").withKeyType(TypeDescriptors.strings()))
        .apply("Gather", GroupByKey.create())
        .apply("Compare", ParDo.of(new RequireKeysFn(table, columns)));
  }
}
