// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.sign.Signers;
import dev.sluice.store.Lakes;
import dev.sluice.store.disk.FolderLock;
import dev.sluice.store.document.Chain;
import dev.sluice.store.document.Chain.Entry;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The releases of a lake, and which one production shows: the newest, always. A release exists once
 * its document does; {@code production/current.json} is a copy of the newest one for readers.
 */
public final class Releases {
  /** Where releases lie, relative to the lake's root. */
  public static final String FOLDER = "production/releases";

  /** The copy of the newest release, from which readers start. */
  public static final String CURRENT = "production/current.json";

  /** For how long another process is waited for that shows a release. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String root;
  private final Chain<Release> chain;

  private Releases(String root) {
    this.root = root;
    this.chain = chain(root);
  }

  /** The chain of a lake's releases. */
  public static Chain<Release> chain(String lakeRoot) {
    return new Chain<>(lakeRoot, FOLDER, DocumentKind.RELEASE, Release::read);
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
   * Makes readers see the newest release, in one atomic step for all tables, once {@link
   * ProductionLayout} is that of the release; does nothing when they do, or see a newer one.
   */
  public void show() {
    Optional<Entry<Release>> newest = chain.newest();
    if (newest.isPresent() && number(shown(read())) < newest.get().document().number()) {
      try (FolderLock ignored = alone()) {
        showNewest();
      } catch (IOException e) {
        throw new PipelineException(
            ErrorCode.LAKE_WRITE,
            "Cannot show release %d in %s/production: %s"
                .formatted(newest.get().document().number(), root, e),
            e);
      }
    }
  }

  /** In a folder one process at a time. In a bucket, one that was overtaken looks at everything. */
  private @Nullable FolderLock alone() throws IOException {
    return Lakes.isRemote(root) ? null : FolderLock.await(Path.of(root, FOLDER, ".lock"), PATIENCE);
  }

  private void showNewest() throws IOException {
    for (boolean isOvertaken = false; ; isOvertaken = true) {
      Entry<Release> newest = chain.newest().orElseThrow();
      Optional<byte[]> there = read();
      long shown = number(shown(there));
      long number = newest.document().number();
      if (shown >= number && !isOvertaken) {
        return;
      }
      ObjectStore.of(root).sync(List.of(chain.path(number)));
      boolean isPlaced = !isOvertaken && shown == number - 1;
      Optional<Release> before = number == 1 ? Optional.empty() : at(number - 1);
      new LayoutWriter(root, this::number).place(before, isPlaced, newest.document());
      byte[] content = newest.content().getBytes(StandardCharsets.UTF_8);
      if (shown >= number
          || DocumentStore.of(root)
              .replace(DocumentKind.CURRENT, CURRENT, there.orElse(null), content)) {
        return;
      }
    }
  }

  private Optional<Release> shown(Optional<byte[]> current) {
    return current.map(this::parse);
  }

  private static long number(Optional<Release> release) {
    return release.map(Release::number).orElse(0L);
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
      return Release.read(content, root + "/" + CURRENT);
    } catch (PipelineException e) {
      throw new PipelineException(
          e.code(),
          "%s It is a copy of the newest document of %s/%s: move it away, and the next run or `sluice promote releases` makes it anew."
              .formatted(e.getMessage(), root, FOLDER),
          e);
    }
  }
}
