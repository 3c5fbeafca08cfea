// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.checkpoint;

import dev.sluice.commit.Commit;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.GatherFacts;
import dev.sluice.table.DataFile;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Notes that a table is finished, once all its facts are there, so that a run that is cut short
 * does not do it again. Facts pass unchanged.
 *
 * <p>A note is not a commit: its files exist for no reader. Written twice, it says the same.
 */
public final class Checkpoint extends PTransform<PCollection<Fact>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final Commit.Draft draft;
  private final String table;

  private Checkpoint(Commit.Draft draft, String table) {
    this.draft = draft;
    this.table = table;
  }

  public static Checkpoint of(Commit.Draft draft, String table) {
    return new Checkpoint(draft, table);
  }

  @Override
  public PCollection<Fact> expand(PCollection<Fact> facts) {
    return facts
        .apply("Gather", GatherFacts.asOne())
        .apply("Note", ParDo.of(new CheckpointFn(draft, table)))
        .setCoder(FactCoder.of());
  }

  /**
   * What is noted.
   *
   * @param version of this format
   * @param table the table or model
   * @param attempt whose work it was
   */
  public record Finished(int version, String table, String attempt, List<Fact> facts)
      implements Serializable {
    public static final int VERSION = 1;

    public Finished {
      facts = List.copyOf(facts);
    }

    /** The files that are live by these facts. */
    public List<DataFile> live(String name) {
      return facts.stream()
          .filter(fact -> fact instanceof Fact.Live && fact.table().equals(name))
          .map(fact -> ((Fact.Live) fact).file())
          .toList();
    }

    /** The files that are not live any more by these facts. */
    public List<DataFile> gone(String name) {
      return facts.stream()
          .filter(fact -> fact instanceof Fact.Gone && fact.table().equals(name))
          .map(fact -> ((Fact.Gone) fact).file())
          .toList();
    }
  }
}
