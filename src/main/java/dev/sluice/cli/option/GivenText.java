// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a text that must not be empty: an option that was given as a variable that is not set never
 * means the same as one that was left out.
 */
public final class GivenText implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException(
          "it is empty, perhaps a variable that is not set; give a value, or leave the option out");
    }
    return text;
  }
}
