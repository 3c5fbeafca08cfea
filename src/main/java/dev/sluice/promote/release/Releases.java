// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.sign.Signers;
import dev.sluice.store.document.Chain;
import dev.sluice.store.document.Chain.Entry;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The releases of a lake, and which one production shows: the newest, always. A release exists once
 * its document does; {@code production/current.json} is a copy of the newest one for readers.
 */
public final class Releases {
  /** Where releases lie, relative to the lake's root. */
  public static final String FOLDER = "production/releases";

  /** The copy of the newest release, from which readers start. */
  public static final String CURRENT = "production/current.json";

  private final String root;
  private final Chain<Release> chain;

  private Releases(String root) {
    this.root = root;
    this.chain = chain(root);
  }

  /** The chain of a lake's releases. */
  public static Chain<Release> chain(String lakeRoot) {
    return new Chain<>(lakeRoot, FOLDER, DocumentKind.RELEASE, Release.class, Release.VERSION);
  }

  public static Releases of(String lakeRoot) {
    return new Releases(lakeRoot);
  }

  /** Every release, oldest first. */
  public List<Release> all() {
    return chain.all().stream().map(Entry::document).toList();
  }

  /** The newest release, which production shows as soon as {@link #show()} was called. */
  public Optional<Release> newest() {
    return chain.newest().map(Entry::document);
  }

  Optional<Entry<Release>> newestEntry() {
    return chain.newest();
  }

  /** The number of the newest release; 0 before the first. */
  public long number() {
    return newest().map(Release::number).orElse(0L);
  }

  public Optional<Release> at(long number) {
    return chain.at(number).map(Entry::document);
  }

  /**
   * The newest manifest that was ever published; 0 before the first. A rollback does not change it.
   */
  public long published() {
    for (long number = number(); number > 0; number--) {
      Optional<Release> release = at(number);
      if (release.isPresent() && release.get().kind() == Release.Kind.PUBLISH) {
        return release.get().manifest();
      }
    }
    return 0;
  }

  /** Appends a release; false when another took its number. */
  boolean append(Release release, Signers signers) {
    String path = chain.path(release.number());
    return chain.append(release, text -> signers.sign(path, text));
  }

  /** Refuses to build on releases of which one lacks a signature though an earlier one has it. */
  public void requireSigned(Signers signers) {
    signers.requireSigned(root, chain);
  }

  /** The release that readers see now; empty before the first. */
  public Optional<Release> current() {
    return read().map(this::parse);
  }

  /**
   * Makes readers see the newest release, in one atomic step for all tables; does nothing when they
   * do, or see a newer one.
   */
  public void show() {
    Optional<Entry<Release>> newest = chain.newest();
    while (newest.isPresent()) {
      Optional<byte[]> there = read();
      long number = newest.get().document().number();
      long shown = there.map(this::parse).map(Release::number).orElse(0L);
      if (shown >= number) {
        return;
      }
      sync(chain.path(number));
      if (replace(there.orElse(null), newest.get().content().getBytes(StandardCharsets.UTF_8))) {
        return;
      }
    }
  }

  /** Whoever made the release may have been killed before its name was on disk. */
  private void sync(String path) {
    try {
      ObjectStore.of(root).sync(List.of(path));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot bring %s/%s to disk: %s".formatted(root, path, e), e);
    }
  }

  private boolean replace(byte @org.jspecify.annotations.Nullable [] there, byte[] content) {
    try {
      return DocumentStore.of(root).replace(DocumentKind.CURRENT, CURRENT, there, content);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write %s/%s: %s".formatted(root, CURRENT, e), e);
    }
  }

  private Optional<byte[]> read() {
    try {
      return DocumentStore.of(root).read(CURRENT);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, CURRENT, e), e);
    }
  }

  private Release parse(byte[] content) {
    try {
      return Documents.read(content, Release.class, root + "/" + CURRENT, Release.VERSION);
    } catch (PipelineException e) {
      throw new PipelineException(
          e.code(),
          "%s It is a copy of the newest document of %s/%s: move it away, and the next run or `sluice promote releases` makes it anew."
              .formatted(e.getMessage(), root, FOLDER),
          e);
    }
  }
}
