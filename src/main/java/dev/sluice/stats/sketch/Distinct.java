// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.theta.CompactSketch;
import org.apache.datasketches.theta.SetOperation;
import org.apache.datasketches.theta.UpdateSketch;

/**
 * How many different values there are: a theta sketch of {@value #ENTRIES} entries, fed with values
 * as Iceberg stores a single one. The empty text, which has no bytes to hash, is counted apart.
 * Exact up to {@value #ENTRIES} values, afterwards within 4.5 % in 95 of 100 cases. Whatever the
 * order and the cut, the same values give the same bytes.
 */
public final class Distinct {
  /** As many of the least hashes are kept. */
  public static final int ENTRIES = 2048;

  /** No values. */
  public static final Distinct NONE = new Distinct(feed().compact(), true, false);

  /** Values of which nobody counted the different ones. */
  public static final Distinct UNKNOWN = new Distinct(NONE.sketch, false, false);

  private static final int DEVIATIONS = 2;

  private final CompactSketch sketch;
  private final boolean isKnown;
  private final boolean hasEmpty;

  private Distinct(CompactSketch sketch, boolean isKnown, boolean hasEmpty) {
    this.sketch = sketch;
    this.isKnown = isKnown;
    this.hasEmpty = hasEmpty;
  }

  /** A sketch to feed. */
  public static UpdateSketch feed() {
    return UpdateSketch.builder().setNominalEntries(ENTRIES).build();
  }

  /** What a sketch was fed. */
  public static Distinct of(UpdateSketch fed) {
    return new Distinct(fed.rebuild().compact(true, null), true, false);
  }

  /** The same values, and the empty text. */
  public Distinct withEmpty() {
    return new Distinct(sketch, isKnown, true);
  }

  public Distinct plus(Distinct other) {
    if (!isKnown || !other.isKnown) {
      return UNKNOWN;
    }
    return new Distinct(
        SetOperation.builder()
            .setNominalEntries(ENTRIES)
            .buildUnion()
            .union(sketch, other.sketch, true, null),
        true,
        hasEmpty || other.hasEmpty);
  }

  /** Whether anybody counted. */
  public boolean isKnown() {
    return isKnown;
  }

  public boolean isExact() {
    return isKnown && !sketch.isEstimationMode();
  }

  /** How many there are about; NaN where it is not known. */
  public double estimate() {
    return isKnown ? sketch.getEstimate() + more() : Double.NaN;
  }

  /** In 95 of 100 cases there are no less; NaN where it is not known. */
  public double lower() {
    return isKnown ? sketch.getLowerBound(DEVIATIONS) + more() : Double.NaN;
  }

  /** In 95 of 100 cases there are no more; NaN where it is not known. */
  public double upper() {
    return isKnown ? sketch.getUpperBound(DEVIATIONS) + more() : Double.NaN;
  }

  private int more() {
    return hasEmpty ? 1 : 0;
  }

  /** The sketch as Iceberg's Puffin files hold it, {@code apache-datasketches-theta-v1}. */
  public byte[] bytes() {
    return sketch.toByteArray();
  }

  public void write(DataOutput out) throws IOException {
    out.writeBoolean(isKnown);
    out.writeBoolean(hasEmpty);
    byte[] bytes = sketch.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  public static Distinct read(DataInput in) throws IOException {
    boolean isKnown = in.readBoolean();
    boolean hasEmpty = in.readBoolean();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new Distinct(CompactSketch.heapify(Memory.wrap(bytes)), isKnown, hasEmpty);
  }
}
