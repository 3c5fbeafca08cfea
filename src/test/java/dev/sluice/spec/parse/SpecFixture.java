// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;

import dev.sluice.spec.Parsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with the shop's schemas and statements, in which tests parse specs of their own. */
public final class SpecFixture {
  static final Path RESOURCES = Path.of("src/test/resources/spec");

  /** The variables the tested specs may refer to. */
  static final Map<String, String> ENVIRONMENT =
      Map.of("LAKE", "gs://bucket/lake", "LOOP", "a ${LAKE}", "SQL", "amount > 0");

  private final Path folder;

  private SpecFixture(Path folder) {
    this.folder = folder;
  }

  /** Copies the shop into an empty folder. */
  public static SpecFixture in(Path folder) {
    Path shop = RESOURCES.resolve("shop");
    try (Stream<Path> files = Files.walk(shop)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(shop.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SpecFixture(folder);
  }

  Path folder() {
    return folder;
  }

  /** The shop's own spec. */
  public static String shop() {
    try {
      return Files.readString(RESOURCES.resolve("shop/pipeline.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Parsed parse(String yaml) {
    return parse(yaml.getBytes(UTF_8));
  }

  Parsed parse(byte[] yaml) {
    try {
      Files.write(folder.resolve("pipeline.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SpecParser.parse(folder, ENVIRONMENT::get);
  }

  /** Parses, and fails when that takes more processor time; other work may slow the wall clock. */
  Parsed parseWithin(Duration limit, byte[] yaml) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    Parsed parsed = parse(yaml);
    long nanos = clock.getCurrentThreadCpuTime() - start;
    assertThat(Duration.ofNanos(nanos), lessThan(limit));
    return parsed;
  }

  /** A spec with more keys of the table {@code orders}. */
  public static String withTable(String body) {
    return """
    name: shop
    lake: build/lake
    tables:
      orders:
        source: {csv: orders.csv}
        schema: schemas/orders.avsc
    """
        + indented(body);
  }

  /** A spec whose table {@code orders} has columns of its own. */
  public static String withColumns(String columns) {
    return """
    name: shop
    lake: build/lake
    tables:
      orders:
        source: {csv: orders.csv}
        columns:
    """
        + columns.indent(6);
  }

  /** A spec with one good table of three, and models. */
  public static String withModels(String models) {
    return """
    name: shop
    lake: build/lake
    tables:
      orders: {source: {csv: orders.csv}, schema: schemas/orders.avsc}
      customers: {source: {csv: customers.csv}, schema: schemas/customers.avsc}
      currencies: {source: {csv: currencies.csv}, schema: schemas/currencies.avsc}
    models:
    """
        + models.indent(2);
  }

  private static String indented(String body) {
    return body.indent(4);
  }
}
