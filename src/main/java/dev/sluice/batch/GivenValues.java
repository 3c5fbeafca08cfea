// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Emits values that are known when the graph is made, in their order and in one bundle: an impulse
 * and one step. Beam's Create reads several values through a splittable source, whose steps a
 * runner has to follow however few the values are.
 */
public final class GivenValues<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final transient List<T> values;
  private final transient Coder<T> coder;

  private GivenValues(List<T> values, Coder<T> coder) {
    this.values = values;
    this.coder = coder;
  }

  public static <T> GivenValues<T> values(List<T> values, Coder<T> coder) {
    return new GivenValues<>(values, coder);
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    List<byte[]> encoded = new ArrayList<>(values.size());
    for (T value : values) {
      try {
        encoded.add(CoderUtils.encodeToByteArray(coder, value));
      } catch (CoderException e) {
        throw new IllegalArgumentException("a value that its coder does not take: " + value, e);
      }
    }
    return begin
        .apply("Begin", Impulse.create())
        .apply("Values", ParDo.of(new GivenFn<>(encoded, coder)))
        .setCoder(coder);
  }

  /** Emits every value. */
  private static final class GivenFn<T> extends DoFn<byte[], T> {
    private static final long serialVersionUID = 1L;

    private final List<byte[]> encoded;
    private final Coder<T> coder;

    GivenFn(List<byte[]> encoded, Coder<T> coder) {
      this.encoded = encoded;
      this.coder = coder;
    }

    @ProcessElement
    public void emit(OutputReceiver<T> out) throws CoderException {
      for (byte[] value : encoded) {
        out.output(CoderUtils.decodeFromByteArray(coder, value));
      }
    }
  }
}
