// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.folder;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells addresses, which begin with a scheme, from paths of this machine. */
public final class AddressScheme {
  /** The one kind of address that is read. */
  static final String BUCKET = "gs://";

  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):/.*", Pattern.DOTALL);
  private static final Pattern BEFORE_COLON =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);
  private static final Pattern WINDOWS =
      Pattern.compile("([A-Za-z]:[\\\\/].*)|(\\\\\\\\.*)", Pattern.DOTALL);

  /** What nobody means as the beginning of a file's name, with or without slashes behind it. */
  private static final Set<String> KNOWN =
      Set.of(
          "abfs",
          "abfss",
          "adl",
          "azure",
          "bigquery",
          "bq",
          "dbfs",
          "duckdb",
          "file",
          "ftp",
          "ftps",
          "gcs",
          "gs",
          "hdfs",
          "http",
          "https",
          "jdbc",
          "kafka",
          "mysql",
          "postgres",
          "postgresql",
          "r2",
          "s3",
          "s3a",
          "s3n",
          "sftp",
          "ssh",
          "viewfs",
          "wasb",
          "wasbs",
          "webhdfs");

  /** What stands where a path is expected. */
  public enum Use {
    SOURCE(
        "a source is a path of this machine or `gs://BUCKET/…`",
        "copy what is there to this machine or to Cloud Storage first"),
    LAKE(
        "`lake` is a folder of this machine or `gs://BUCKET/PREFIX`",
        "write `gs://my-bucket/my-lake`, or a folder such as `build/lake`"),
    FILE("here must stand a path of this machine", "write a path of this machine");

    private final String form;
    private final String otherwise;

    Use(String form, String otherwise) {
      this.form = form;
      this.otherwise = otherwise;
    }

    /** What it is. */
    public String form() {
      return form;
    }
  }

  private AddressScheme() {}

  /** Whether a text is an address of any kind, or a path of another system. */
  public static boolean isAddress(String text) {
    return WINDOWS.matcher(text).matches() || of(text) != null;
  }

  /** Whether a text is a place in a bucket, spelled as it must be. */
  public static boolean isBucket(String text) {
    return text.startsWith(BUCKET) && text.length() > BUCKET.length();
  }

  private static @Nullable String of(String text) {
    Matcher address = ADDRESS.matcher(text);
    if (address.matches()) {
      return address.group(1);
    }
    Matcher word = BEFORE_COLON.matcher(text);
    return word.matches() && KNOWN.contains(word.group(1).toLowerCase(Locale.ROOT))
        ? word.group(1)
        : null;
  }

  /** What to write instead of an address that is not read. */
  public static String advice(Use use, String text) {
    if (WINDOWS.matcher(text).matches()) {
      return "paths have slashes and no drive: `data/orders.csv`, or `/mnt/c/data/orders.csv`";
    }
    String scheme = String.valueOf(of(text)).toLowerCase(Locale.ROOT);
    String rest = text.substring(text.indexOf(':') + 1).replaceFirst("^/+", "");
    return switch (scheme) {
      case "gs", "gcs" ->
          use == Use.FILE
              ? use.otherwise
              : "write `gs://" + (rest.isEmpty() ? "BUCKET/…" : rest) + "`";
      case "file" -> "write the path itself, without a scheme: `/" + rest + "`";
      default -> use.otherwise;
    };
  }

  /** What an address begins with, for messages. */
  public static String beginning(String text) {
    if (WINDOWS.matcher(text).matches()) {
      return "a path of Windows";
    }
    String scheme = String.valueOf(of(text));
    boolean hasSlashes = text.startsWith("://", scheme.length());
    return "`" + scheme + (hasSlashes ? "://" : ":") + "`";
  }
}
