// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land;

import dev.sluice.batch.GivenValues;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.ListFiles;
import dev.sluice.table.read.VerifyInherited;
import java.util.List;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Takes over files that were there before and whose rows are read. Each is read once more as a
 * whole, and the commit waits for that.
 */
public final class Inherit extends PTransform<PBegin, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** The files, once they were found whole. */
  public static final TupleTag<DataFile> LIVE = new TupleTag<>("live") {};

  /** What was known of them; complete once all were found whole. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

  private final transient ListFiles files;
  private final transient List<Fact> known;
  private final Scope scope;
  private final String since;

  private Inherit(ListFiles files, List<Fact> known, Scope scope, String since) {
    this.files = files;
    this.known = known;
    this.scope = scope;
    this.since = since;
  }

  /**
   * Takes over files in a run.
   *
   * @param since when it began, ISO 8601: what it read before is not read again
   */
  public static Inherit files(ListFiles files, Scope scope, String since) {
    return new Inherit(files, List.of(), scope, since);
  }

  /** Tells what an earlier attempt told of them. */
  public Inherit telling(List<Fact> facts) {
    return new Inherit(files, facts, scope, since);
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    PCollection<DataFile> whole =
        begin.apply("Files", files).apply("Verify", VerifyInherited.whole(scope, since));
    PCollection<Fact> awaited =
        whole
            .apply(
                "Await", FlatMapElements.into(TypeDescriptor.of(Fact.class)).via(file -> List.of()))
            .setCoder(FactCoder.of());
    return PCollectionTuple.of(LIVE, whole)
        .and(FACTS, known.isEmpty() ? awaited : withKnown(begin, awaited));
  }

  private PCollection<Fact> withKnown(PBegin begin, PCollection<Fact> awaited) {
    return PCollectionList.of(awaited)
        .and(begin.apply("Known", GivenValues.values(known, FactCoder.of())))
        .apply("Facts", Flatten.pCollections());
  }
}
