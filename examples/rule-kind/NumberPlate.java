// SPDX-License-Identifier: Apache-2.0
package demo;

import dev.sluice.plugin.RuleKind;
import dev.sluice.plugin.ValueTest;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A German number plate, such as BN-AB 12; with an argument, one of that district alone. */
public final class NumberPlate implements RuleKind {
  private static final Pattern PLATE =
      Pattern.compile("([A-ZÄÖÜ]{1,3})-[A-Z]{1,2} [1-9][0-9]{0,3}[EH]?");

  @Override
  public String name() {
    return "demo.number_plate";
  }

  @Override
  public ValueTest of(Object argument) {
    if (argument == null) {
      return new Plate(null);
    }
    if (argument instanceof Map<?, ?> map && map.get("district") instanceof String district) {
      return new Plate(district);
    }
    throw new IllegalArgumentException("a map with a `district`, such as {district: BN}");
  }

  private record Plate(String district) implements ValueTest {
    @Override
    public String wanted() {
      return "must be a number plate" + (district == null ? "" : " of " + district);
    }

    @Override
    public String problem(String value) {
      Matcher plate = PLATE.matcher(value);
      if (!plate.matches()) {
        return "is '" + value + "'";
      }
      String own = plate.group(1);
      return district == null || district.equals(own) ? null : "is of the district " + own;
    }
  }
}
