// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own rule kinds, in a JAR of its own. */
class PluginTest {
  private static final String SERVICE = "META-INF/services/dev.sluice.plugin.RuleKind";

  private @TempDir Path folder;

  @Test
  void asksRulesOfAJarAndKeepsWhatBreaksThem() throws IOException {
    Path example = Path.of(System.getProperty("sluice.home", ".")).resolve("examples/rule-kind");
    Path jar =
        jar("plates", Files.readString(example.resolve("NumberPlate.java")), "demo.NumberPlate");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: cars
        lake: lake
        tables:
          cars:
            source: {csv: cars.csv}
            columns: {id: bigint!, plate: text}
            tolerate: {dead_ratio: 0.9}
            rules:
              - {name: bonn, demo.number_plate: {plate: {district: BN}}}
              - demo.number_plate: plate
        """);
    Pipelines.write(
        folder.resolve("cars.csv"), "id,plate\n1,BN-AB 12\n2,K-A 1\n3,\n4,boom\n5,BN-x\n");
    Ran unknown = Pipelines.sluice("validate", folder.toString());
    assertThat(unknown.exit(), is(2));
    assertThat(
        unknown.err(),
        containsString(
            """
            no plugin has the rule kind `demo.number_plate`
                9 |       - {name: bonn, demo.number_plate: {plate: {district: BN}}}
                  |                      ^
              name the JAR that has it: `--plugin FILE.jar`
            """));
    Ran ran = Pipelines.sluice("run", folder.toString(), "--debug", "--plugin", jar.toString());
    assertThat(ran.err() + ran.out(), ran.exit(), is(0));
    Ran rows =
        Pipelines.sluice(
            "query",
            folder.toString(),
            "SELECT id FROM cars ORDER BY id",
            "--json",
            "--plugin",
            jar.toString());
    assertThat(
        rows.json().path("rows").findValuesAsText("id").stream().toList(), contains("1", "3"));
    Ran dead =
        Pipelines.sluice(
            "query",
            folder.toString(),
            "SELECT unnest(reasons).message AS message FROM dead_letters",
            "--json",
            "--plugin",
            jar.toString());
    assertThat(
        dead.json().findValuesAsText("message"),
        containsInAnyOrder(
            "plate is of the district K, must be a number plate of BN.",
            "plate is 'boom', must be a number plate of BN.",
            "plate is 'boom', must be a number plate.",
            "plate is 'BN-x', must be a number plate of BN.",
            "plate is 'BN-x', must be a number plate."));
  }

  private Path jar(String name, String source, String type) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path file = folder.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java");
    Pipelines.write(file, source);
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                file.toString());
    assertThat(exit, is(0));
    Path jar = folder.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(classes)) {
      put(out, SERVICE, type.getBytes(StandardCharsets.UTF_8));
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        put(out, classes.relativize(each).toString(), Files.readAllBytes(each));
      }
    }
    return jar;
  }

  private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
