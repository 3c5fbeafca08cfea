// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.variant;

import dev.sluice.source.files.parquet.encoding.ParquetBits;
import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A value as Parquet's encoding of variants has it, with the names that it calls by number. */
final class VariantBytes {
  private static final int PLAIN = 0;
  private static final int SHORT_TEXT = 1;
  private static final int OBJECT = 2;

  private final byte[] names;
  private final byte[] bytes;
  private final int at;
  private final int end;

  /** A value of some bytes from a place on. */
  VariantBytes(byte[] names, byte[] bytes, int at, int end) {
    this.names = names;
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Where the parts of an object or an array lie. */
  record Parts(int count, int idSize, int ids, int offsetSize, int offsets, int begin) {}

  private int header() {
    ParquetBroken.require(at < end, "a variant ends too early");
    return (bytes[at] >> 2) & 0x3f;
  }

  boolean isObject() {
    return (bytes[at] & 3) == OBJECT;
  }

  boolean isArray() {
    return (bytes[at] & 3) == 3;
  }

  Parts parts() {
    int header = header();
    int idSize = isObject() ? ((header >> 2) & 3) + 1 : 0;
    int offsetSize = (header & 3) + 1;
    int countSize = ((header >> (isObject() ? 4 : 2)) & 1) == 1 ? 4 : 1;
    long count = number(bytes, at + 1, countSize, end);
    int ids = at + 1 + countSize;
    long offsets = ids + count * idSize;
    long begin = offsets + (count + 1) * offsetSize;
    ParquetBroken.require(begin <= end, "a variant ends too early");
    return new Parts((int) count, idSize, ids, offsetSize, (int) offsets, (int) begin);
  }

  VariantBytes part(Parts parts, int index) {
    int place = parts.offsets() + index * parts.offsetSize();
    long from = parts.begin() + number(bytes, place, parts.offsetSize(), end);
    ParquetBroken.require(from < end, "a variant ends too early");
    return new VariantBytes(names, bytes, (int) from, end);
  }

  String name(Parts parts, int index) {
    int place = parts.ids() + index * parts.idSize();
    return name(number(bytes, place, parts.idSize(), end));
  }

  private String name(long id) {
    int size = ((names[0] >> 6) & 3) + 1;
    long count = number(names, 1, size, names.length);
    ParquetBroken.require(id < count, "a variant names a field that it does not know");
    long offsets = 1 + size + id * size;
    long begin = 1 + size + (count + 1) * size;
    ParquetBroken.require(begin <= names.length, "the names of a variant end too early");
    long from = begin + number(names, (int) offsets, size, names.length);
    long to = begin + number(names, (int) offsets + size, size, names.length);
    ParquetBroken.require(from <= to && to <= names.length, "the names of a variant end too early");
    return new String(names, (int) from, (int) (to - from), StandardCharsets.UTF_8);
  }

  private static long number(byte[] bytes, int at, int size, int end) {
    ParquetBroken.require(at + size <= end, "a variant ends too early");
    return ParquetBits.little(bytes, at * 8L, size * 8, end);
  }

  private long whole(int skip, int size) {
    int shift = 64 - 8 * size;
    return number(bytes, at + 1 + skip, size, end) << shift >> shift;
  }

  /** What is no object and no array: null, a Boolean, a number, or a text. */
  @Nullable Object scalar() {
    int header = header();
    if ((bytes[at] & 3) == SHORT_TEXT) {
      return text(at + 1, header);
    }
    ParquetBroken.require((bytes[at] & 3) == PLAIN, "a variant is not what it says");
    return switch (header) {
      case 0 -> null;
      case 1 -> true;
      case 2 -> false;
      case 3 -> whole(0, 1);
      case 4 -> whole(0, 2);
      case 5 -> whole(0, 4);
      case 6 -> whole(0, 8);
      case 7 -> Double.longBitsToDouble(whole(0, 8));
      case 8 -> BigDecimal.valueOf(whole(1, 4), bytes[at + 1]);
      case 9 -> BigDecimal.valueOf(whole(1, 8), bytes[at + 1]);
      case 10 -> decimal();
      case 11 -> LocalDate.ofEpochDay(whole(0, 4)).toString();
      case 14 -> Float.intBitsToFloat((int) whole(0, 4));
      case 15 -> Base64.getEncoder().encodeToString(sized());
      case 16 -> new String(sized(), StandardCharsets.UTF_8);
      case 17 -> LocalTime.ofNanoOfDay(whole(0, 8) * 1000).toString();
      case 20 -> uuid();
      default -> time(header);
    };
  }

  private String time(int header) {
    ParquetBroken.require(
        header == 12 || header == 13 || header == 18 || header == 19,
        "a variant is of a type that nobody knows, " + header);
    boolean isInstant = header == 12 || header == 18;
    return time(whole(0, 8), header < 18 ? 1_000_000 : 1_000_000_000, isInstant);
  }

  /** A time from its count of parts of a second since 1970. */
  static String time(long count, long perSecond, boolean isInstant) {
    int nanos = (int) (Math.floorMod(count, perSecond) * (1_000_000_000 / perSecond));
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(count, perSecond), nanos, ZoneOffset.UTC);
    return isInstant ? time + "Z" : time.toString();
  }

  private BigDecimal decimal() {
    byte[] number = new byte[16];
    for (int i = 0; i < 16; i++) {
      number[i] = bytes[at + 17 - i];
    }
    return new BigDecimal(new BigInteger(number), bytes[at + 1]);
  }

  private String uuid() {
    long high = Long.reverseBytes(whole(0, 8));
    return new UUID(high, Long.reverseBytes(whole(8, 8))).toString();
  }

  private String text(int from, int length) {
    ParquetBroken.require(length <= end - from, "a variant ends too early");
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  private byte[] sized() {
    long length = number(bytes, at + 1, 4, end);
    ParquetBroken.require(length <= end - at - 5, "a variant ends too early");
    byte[] copy = new byte[(int) length];
    System.arraycopy(bytes, at + 5, copy, 0, copy.length);
    return copy;
  }
}
