// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BigQueryNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"id", "_file", "_row", "Größe", "a1", "_PART"})
  void takesOrdinaryNames(String name) {
    assertThat(BigQueryNames.problemOf(name), is(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_TABLE_suffix",
        "_file_name",
        "_PARTITIONTIME",
        "__root__x",
        "1st",
        "a b",
        "",
        "a-b"
      })
  void refusesReservedPrefixesAndOtherCharacters(String name) {
    assertThat(BigQueryNames.problemOf(name), is(not(emptyString())));
  }

  @Test
  void refusesMoreThanThreeHundredCharacters() {
    assertThat(BigQueryNames.problemOf("é".repeat(300)), is(""));
    assertThat(BigQueryNames.problemOf("é".repeat(301)), is(not(emptyString())));
  }

  @Test
  void namesDatasetsWithWhatTheyMayHave() {
    assertThat(BigQueryNames.dataset("my-shop.2"), is("my_shop_2"));
  }
}
