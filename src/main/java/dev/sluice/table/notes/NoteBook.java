// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.notes;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.Sha256;
import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Notes by name, in pages that are written once: a page says which names have which note from now
 * on, and which have none any more.
 *
 * <p>A change writes one page. When eight pages of a size have come together they become one, so
 * that a name is written again as often as the logarithm of all changes, and there are few pages to
 * read.
 *
 * @param pages from the oldest to the newest
 */
public record NoteBook(List<Page> pages) implements Serializable {
  public static final NoteBook EMPTY = new NoteBook(List.of());

  private static final int PAGES_OF_A_SIZE = 8;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .build();

  public NoteBook {
    pages = List.copyOf(pages);
  }

  /**
   * A page.
   *
   * @param path relative to the lake's root
   * @param names how many names it speaks of
   */
  public record Page(String path, String sha256, long names) implements Serializable {}

  public boolean isEmpty() {
    return pages.isEmpty();
  }

  /**
   * Reads all notes, ordered by name.
   *
   * @param root the lake's
   * @throws PipelineException LAKE_READ when a page is missing, cut, or changed
   */
  public <V> Map<String, V> read(String root, Class<V> type) {
    Map<String, V> notes = new TreeMap<>();
    for (Page page : pages) {
      try (JsonParser json = JSON.createParser(bytes(root, page))) {
        read(json, JSON.readerFor(type), notes);
      } catch (IOException e) {
        throw damaged(root, page, "cannot be read: " + e, e);
      }
    }
    return notes;
  }

  private static <V> void read(JsonParser json, ObjectReader reader, Map<String, V> notes)
      throws IOException {
    JsonToken unused = json.nextToken();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.VALUE_NULL) {
        notes.remove(name);
      } else {
        notes.put(name, reader.readValue(json));
      }
    }
  }

  private static Map<String, JsonNode> entries(String root, List<Page> pages) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    for (Page page : pages) {
      for (Map.Entry<String, JsonNode> entry : read(root, page).properties()) {
        all.put(entry.getKey(), entry.getValue());
      }
    }
    return all;
  }

  private static ObjectNode read(String root, Page page) {
    try {
      return (ObjectNode) JSON.readTree(bytes(root, page));
    } catch (IOException e) {
      throw damaged(root, page, "cannot be read: " + e, e);
    }
  }

  private static byte[] bytes(String root, Page page) {
    try (InputStream in = ObjectStore.of(root).open(page.path())) {
      byte[] bytes = in.readAllBytes();
      if (!Sha256.of(bytes).equals(page.sha256())) {
        throw damaged(root, page, "does not have the checksum with which it was written", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw damaged(root, page, "disappeared after it was written", e);
    } catch (IOException e) {
      throw damaged(root, page, "cannot be read: " + e, e);
    }
  }

  private static PipelineException damaged(
      String root, Page page, String how, @org.jspecify.annotations.Nullable IOException e) {
    return new PipelineException(
        ErrorCode.LAKE_READ,
        "%s/%s %s. Restore it from a backup; see `sluice verify`."
            .formatted(root, page.path(), how),
        e);
  }

  /**
   * Notes changes; nothing is there for good before the lake is synced.
   *
   * @param folder in which the page is written, relative to the lake's root
   * @param gone names that have no note any more
   */
  public NoteBook with(String root, String folder, Map<String, ?> put, Set<String> gone) {
    ObjectNode changes = JSON.createObjectNode();
    gone.forEach(changes::putNull);
    put.forEach((name, note) -> changes.set(name, JSON.valueToTree(note)));
    if (changes.isEmpty()) {
      return this;
    }
    List<Page> stay = new ArrayList<>(pages);
    List<Page> merged = new ArrayList<>();
    long names = changes.size();
    while (fitting(stay, names) + 1 >= PAGES_OF_A_SIZE) {
      for (int i = fitting(stay, names); i > 0; i--) {
        Page last = stay.remove(stay.size() - 1);
        merged.add(0, last);
        names += last.names();
      }
    }
    ObjectNode page = JSON.createObjectNode();
    entries(root, merged).forEach(page::set);
    changes.properties().forEach(entry -> page.set(entry.getKey(), entry.getValue()));
    if (stay.isEmpty()) {
      page.properties().removeIf(entry -> entry.getValue().isNull());
    }
    stay.add(write(root, folder, page));
    return new NoteBook(stay);
  }

  /** A book without a note that is no change of another. */
  public static NoteBook of(String root, String folder, Map<String, ?> notes) {
    return EMPTY.with(root, folder, notes, Set.of());
  }

  /** How many of the newest pages are not much longer than one of so many names. */
  private static int fitting(List<Page> pages, long names) {
    int count = 0;
    while (count < pages.size()
        && pages.get(pages.size() - 1 - count).names() < names * PAGES_OF_A_SIZE) {
      count++;
    }
    return count;
  }

  private static Page write(String root, String folder, ObjectNode page) {
    byte[] bytes = text(page).getBytes(StandardCharsets.UTF_8);
    String sha256 = Sha256.of(bytes);
    String path = folder + "/" + UUID.randomUUID() + "-" + sha256 + ".json";
    try {
      ObjectStore store = ObjectStore.of(root);
      Path unused = Files.write(store.draft(path), bytes);
      store.land(path);
      return new Page(path, sha256, page.size());
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s/%s: %s. Nothing was committed; run again.".formatted(root, path, e),
          e);
    }
  }

  private static String text(ObjectNode page) {
    try {
      return JSON.writeValueAsString(page);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Notes are plain text", e);
    }
  }

  /** The pages that another book does not have. */
  public Collection<Page> newSince(NoteBook before) {
    List<Page> more = new ArrayList<>(pages);
    more.removeAll(before.pages());
    return more;
  }
}
