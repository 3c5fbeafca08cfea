// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.stats.sketch.Distinct;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.datasketches.hash.MurmurHash3;
import org.apache.datasketches.theta.UpdateSketch;
import org.apache.datasketches.thetacommon.ThetaUtil;
import org.junit.jupiter.api.Test;

class HashesTest {
  @Test
  void longsHaveTheHashesOfTheSketch() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long value = i < 100 ? i - 50 : random.nextLong();
      long expected = MurmurHash3.hash(value, ThetaUtil.DEFAULT_UPDATE_SEED)[0];
      assertThat(Hashes.hash(value), is(expected));
    }
  }

  @Test
  void whatIsLeftOutIsNothingThatASketchWouldKeep() {
    Hashes longs = new Hashes();
    Hashes texts = new Hashes();
    UpdateSketch allLongs = Distinct.feed();
    UpdateSketch allTexts = Distinct.feed();
    for (long i = 0; i < 50_000; i++) {
      longs.add(i * i);
      allLongs.update(i * i);
      byte[] text = ("some text " + i).getBytes(StandardCharsets.UTF_8);
      texts.add(text, 5, text.length);
      allTexts.update(Arrays.copyOfRange(text, 5, text.length));
    }
    assertThat(longs.distinct().bytes(), equalTo(Distinct.of(allLongs).bytes()));
    assertThat(texts.distinct().bytes(), equalTo(Distinct.of(allTexts).bytes()));
  }
}
