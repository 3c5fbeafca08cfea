// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import com.google.gson.Gson;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads files into Google's own messages; a key, symbol or type that they lack is refused. */
final class Strict {
  /** The root of the repository. */
  static final Path ROOT = Path.of("..");

  private Strict() {}

  /** Reads JSON, or says what is wrong with it and where. */
  @SuppressWarnings("unchecked") // a builder of T builds a T
  static <T extends Message> T json(String name, String text, T kind) {
    Message.Builder builder = kind.newBuilderForType();
    try {
      JsonFormat.parser().merge(text, builder);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "%s is no %s: %s"
              .formatted(name, kind.getDescriptorForType().getFullName(), e.getMessage()),
          e);
    }
    return (T) builder.build();
  }

  /** As {@link #json}, of YAML; a key that stands twice is refused too. */
  static <T extends Message> T yaml(String name, String text, T kind) {
    Object tree =
        new Load(LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(false).build())
            .loadFromString(text);
    return json(name, new Gson().toJson(tree), kind);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s".formatted(file), e);
    }
  }
}
