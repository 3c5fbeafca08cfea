// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.editor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The files in {@code .sluice}, beside a pipeline: by them editors know its keys and columns. */
public final class EditorFiles {
  /** Where all of them are, relative to the pipeline's folder. */
  public static final String FOLDER = ".sluice/";

  /** Where editors find the keys of {@code pipeline.yaml}, relative to it. */
  public static final String PIPELINE = ".sluice/pipeline.schema.json";

  /** Where editors find the keys of tests, relative to the pipeline's folder. */
  public static final String TESTS = ".sluice/test.schema.json";

  private static final String TABLES = ".sluice/tables.sql";

  private EditorFiles() {}

  /** Writes the keys of {@code pipeline.yaml} and of tests; gives their names. */
  public static List<String> keys(Path folder) throws IOException {
    for (String file : List.of(PIPELINE, TESTS)) {
      String name = file.substring(file.indexOf('/') + 1);
      try (InputStream in = EditorFiles.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new PipelineException(ErrorCode.INTERNAL, "The jar lacks " + name);
        }
        write(folder.resolve(file), in.readAllBytes());
      }
    }
    return List.of(PIPELINE, TESTS);
  }

  /** Writes the tables and models as empty tables of SQL; gives the file's name. */
  static String tables(Path folder, PipelineSpec spec) throws IOException {
    List<String> tables = new ArrayList<>();
    tables.add("-- The tables and models of " + spec.name() + ", for editors: `sluice editor`.\n");
    spec.tables().forEach(table -> tables.add(table(table.name(), table.schema())));
    spec.models().forEach(model -> tables.add(table(model.name(), model.output())));
    write(folder.resolve(TABLES), String.join("\n", tables).getBytes(UTF_8));
    return TABLES;
  }

  private static String table(String name, TableSchema schema) {
    return schema.columns().stream()
        .map(
            column ->
                "  %s %s%s"
                    .formatted(
                        SqlName.quote(column.name()),
                        column.type(),
                        column.nullable() ? "" : " NOT NULL"))
        .collect(
            Collectors.joining(",\n", "CREATE TABLE " + SqlName.quote(name) + " (\n", "\n);\n"));
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(file, content);
  }
}
