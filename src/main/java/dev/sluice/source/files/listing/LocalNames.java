// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What files are called, whatever the locale of this process is: names are UTF-8.
 *
 * <p>A file is opened by the text of its path, maybe on another machine. A path whose text does not
 * lead back to it is therefore refused, never skipped.
 */
final class LocalNames {
  private static final char UNREADABLE = '\uFFFD';

  /** Of what the system calls files, as Java was started; another property than file.encoding. */
  private static final String LOCALE = System.getProperty("sun.jnu.encoding", "UTF-8");

  private static final boolean IS_UTF8 =
      Charset.isSupported(LOCALE) && Charset.forName(LOCALE).equals(StandardCharsets.UTF_8);

  private LocalNames() {}

  /** The last name of a path, read as UTF-8; what is none becomes U+FFFD. */
  static String name(Path path) {
    String name = String.valueOf(path.getFileName());
    boolean isSure = IS_UTF8 ? name.indexOf(UNREADABLE) < 0 : isAscii(name);
    return isSure ? name : new String(bytes(path), StandardCharsets.UTF_8);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** The bytes of the last name, which only a path's URI tells. */
  private static byte[] bytes(Path path) {
    String uri = path.toUri().getRawPath();
    String all = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    String name = all.substring(all.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      boolean isEscape = name.charAt(i) == '%';
      bytes.write(isEscape ? Integer.parseInt(name.substring(i + 1, i + 3), 16) : name.charAt(i));
      i += isEscape ? 2 : 0;
    }
    return bytes.toByteArray();
  }

  /** A path below a folder. */
  static Path resolve(Path folder, String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw notInLocale(folder, name);
    }
  }

  /**
   * Refuses a path that cannot be opened by its text.
   *
   * @throws PipelineException FILE_UNREADABLE
   */
  static void requireText(Path path) {
    if (!leadsBack(path)) {
      Path folder = path.getParent() == null ? path : path.getParent();
      byte[] bytes = bytes(path);
      if (isUtf8(bytes)) {
        throw notInLocale(folder, new String(bytes, StandardCharsets.UTF_8));
      }
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE,
          "In %s is a name that the source matches and that is not UTF-8: %s. Rename it, or write a pattern that does not match it"
              .formatted(folder, spelled(bytes)));
    }
  }

  private static boolean leadsBack(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static PipelineException notInLocale(Path folder, String name) {
    return new PipelineException(
        ErrorCode.FILE_UNREADABLE,
        "In %s, the name `%s` cannot be opened: Java was started in a locale of %s. Set LC_ALL=C.UTF-8, as the start script `sluice` does"
            .formatted(folder, name, LOCALE));
  }

  /** The name with each byte that is not ASCII as {@code \xE9}. */
  private static String spelled(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(b > 0x1f ? String.valueOf((char) b) : "\\x%02X".formatted(b & 0xff));
    }
    return text.toString();
  }
}
