// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.care.document.DocumentReader.Parser;
import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.store.document.Chain;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.past.Horizon;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;

/**
 * A folder of numbered documents of which each names the digest of the one before.
 *
 * @param intact the documents that are whole, by number; those before the first that is kept only
 *     where they are kept one by one
 * @param newest the greatest number there is, also of a broken document; 0 for none
 * @param past the paths of those that are there and not kept
 */
public record DocumentSeries<T>(
    NavigableMap<Long, Read<T>> intact, long newest, List<String> past) {
  /** What the documents of a folder are. */
  public record Shape<T>(
      String folder, Parser<T> parser, ToLongFunction<T> number, Function<T, String> previous) {
    public String path(long number) {
      return folder + "/%06d.json".formatted(number);
    }
  }

  public static final Shape<Manifest> MANIFESTS =
      new Shape<>(
          ManifestStore.COMMITTED, Parser.ofManifests(), Manifest::number, Manifest::previous);

  public static final Shape<Release> RELEASES =
      new Shape<>(Releases.FOLDER, Parser.ofReleases(), Release::number, Release::previous);

  static <T extends Chain.Link> Shape<T> chain(String folder, Class<T> type, int version) {
    return new Shape<>(folder, Parser.of(type, version), Chain.Link::number, Chain.Link::previous);
  }

  /** Documents of which nothing is known but that they are a chain. */
  static Shape<JsonNode> anyChain(String folder) {
    return new Shape<>(
        folder,
        Parser.of(JsonNode.class, 1),
        node -> node.path("number").asLong(),
        node -> node.path("previous").asText());
  }

  /** Reads a folder whole; each break of the chain is noted once. */
  static <T> DocumentSeries<T> read(DocumentReader reader, Shape<T> shape) {
    return read(reader, shape, Horizon.NONE);
  }

  /** As {@link #read(DocumentReader, Shape)}, from a horizon on. */
  static <T> DocumentSeries<T> read(DocumentReader reader, Shape<T> shape, Horizon horizon) {
    NavigableMap<Long, Read<T>> intact = new TreeMap<>();
    List<String> past = new ArrayList<>();
    horizon
        .kept()
        .forEach(
            (number, digest) ->
                kept(reader, shape, number, digest).ifPresent(read -> intact.put(number, read)));
    long last = horizon.first() - 1;
    for (String name : numbered(reader.names(shape.folder()))) {
      String path = shape.folder() + "/" + name;
      long number = number(name);
      if (number < horizon.first()) {
        if (!horizon.kept().containsKey(number)) {
          past.add(path);
        }
        continue;
      }
      Optional<Read<T>> read = reader.open(path, shape.parser(), "");
      if (number > last + 1) {
        missing(reader, shape, last + 1, number);
      }
      if (read.isPresent() && follows(reader, shape, read.get(), number, horizon, intact)) {
        intact.put(number, read.get());
      }
      last = Math.max(last, number);
    }
    if (last < horizon.first() && horizon.first() > 1) {
      reader.invalid(
          shape.path(horizon.first()),
          "The document is missing, and so is all that came after it, though %s names it. Restore it from a backup; nothing was changed or deleted."
              .formatted(Horizon.PATH));
    }
    return new DocumentSeries<>(intact, last, List.copyOf(past));
  }

  /** The same without some of its documents. */
  DocumentSeries<T> keeping(LongPredicate number) {
    NavigableMap<Long, Read<T>> some = new TreeMap<>(intact);
    some.keySet().removeIf(each -> !number.test(each));
    return new DocumentSeries<>(some, newest, past);
  }

  /** The same with those that are there and not kept, as far as they can be read. */
  DocumentSeries<T> withPast(DocumentReader reader, Shape<T> shape) {
    NavigableMap<Long, Read<T>> more = new TreeMap<>(intact);
    for (String path : past) {
      reader
          .open(path, shape.parser(), "")
          .ifPresent(read -> more.put(shape.number().applyAsLong(read.document()), read));
    }
    return new DocumentSeries<>(more, newest, past);
  }

  /** Of the names of documents, that from which on none is missing. */
  static Optional<String> lastStretch(List<String> names) {
    List<String> all = numbered(names);
    int first = all.size() - 1;
    while (first > 0 && number(all.get(first - 1)) == number(all.get(first)) - 1) {
      first--;
    }
    return first < 0 ? Optional.empty() : Optional.of(all.get(first));
  }

  private static long number(String name) {
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private static List<String> numbered(List<String> names) {
    return names.stream().filter(Chain::isNumbered).sorted(Chain.BY_NUMBER).toList();
  }

  private static <T> Optional<Read<T>> kept(
      DocumentReader reader, Shape<T> shape, long number, String digest) {
    int known = reader.problems().size();
    Optional<Read<T>> read = reader.open(shape.path(number), shape.parser(), "");
    boolean isSame = read.filter(each -> each.digest().equals(digest)).isPresent();
    boolean isSaid = reader.problems().size() > known;
    if (!isSame && !isSaid) {
      reader.invalid(
          shape.path(number),
          "The document is missing or was replaced, though %s names it. Restore it from a backup; nothing was changed or deleted."
              .formatted(Horizon.PATH));
    }
    return isSame ? read : Optional.empty();
  }

  private static void missing(DocumentReader reader, Shape<?> shape, long first, long found) {
    String others =
        first == found - 1 ? "" : ", and so are those up to %06d.json".formatted(found - 1);
    reader.invalid(
        shape.path(first),
        "The document is missing%s, though %06d.json follows: it was removed, or %<06d.json was copied in. Restore it from a backup, or move the copy out of the lake; nothing was changed or deleted."
            .formatted(others, found));
  }

  /** A document after one that is broken or missing cannot be compared with it. */
  private static <T> boolean follows(
      DocumentReader reader,
      Shape<T> shape,
      Read<T> read,
      long number,
      Horizon horizon,
      NavigableMap<Long, Read<T>> intact) {
    boolean isNumbered =
        shape.number().applyAsLong(read.document()) == number
            && read.path().equals(shape.path(number));
    String previous = shape.previous().apply(read.document());
    Read<T> before = intact.get(number - 1);
    boolean isLinked =
        number == horizon.first()
            ? previous.equals(horizon.previous())
            : before == null || previous.equals(before.digest());
    if (!isNumbered || !isLinked) {
      reader.invalid(
          read.path(),
          "The document does not follow the one before it: one of them was replaced or copied in. Restore the folder from a backup; nothing was changed or deleted.");
    }
    return isNumbered && isLinked;
  }
}
