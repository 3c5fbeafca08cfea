// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.object;

import dev.sluice.store.Lakes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * The data files of a lake, by path relative to its root. A file is written once, under a fresh
 * name, and never changed; so a copy of one that was landed is as good as the file.
 */
public interface ObjectStore {
  /** The store of a lake: a local folder, or {@code gs://bucket/prefix}. */
  static ObjectStore of(String lakeRoot) {
    return Lakes.isRemote(lakeRoot)
        ? RemoteObjects.of(lakeRoot)
        : new LocalObjects(Path.of(lakeRoot));
  }

  /**
   * A file, as the store tells it.
   *
   * @param changed when it was written last
   * @param isPlain false for links and devices
   * @param identity equal for two names of one file, where that can be told
   */
  record Item(long bytes, Instant changed, boolean isPlain, Object identity) {}

  /** Every file and every folder, by path; a store without folders has none. */
  record Listing(NavigableMap<String, Item> files, NavigableMap<String, Item> folders) {}

  /** The folder of this machine in which {@link #draft} and {@link #fetch} place files. */
  Path folder();

  /** Where on this machine a file is written before {@link #land}; its folder is there. */
  Path draft(String path) throws IOException;

  /** Makes what was written as a draft a file of the lake. Done twice, it changes nothing. */
  void land(String path) throws IOException;

  /**
   * Waits until landed files, and their names, are there for good. To be called before a document
   * that names them is created: else a power cut leaves the document, and files of no bytes.
   */
  void sync(Collection<String> paths) throws IOException;

  /**
   * A file on this machine with a file's content.
   *
   * @throws java.nio.file.NoSuchFileException when the lake has no such file
   */
  Path fetch(String path) throws IOException;

  /** What the store tells of a file; empty when there is none. */
  Optional<Item> look(String path) throws IOException;

  /** What the store tells of many files, by path; those it does not have are left out. */
  Map<String, Item> look(Collection<String> paths) throws IOException;

  /**
   * The bytes as the store holds them, never a copy.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such file
   */
  InputStream open(String path) throws IOException;

  /**
   * Gives landed files a second name; they are there for good when the call returns. Where there is
   * a file of such a name, it has that content afterwards.
   *
   * @param names the second name of each path
   * @throws java.nio.file.NoSuchFileException when there is no such file
   */
  void link(Map<String, String> names) throws IOException;

  /**
   * Puts small files in the place of those of their names, each in one step and in their order; all
   * are there for good when the call returns. For what can be made anew: nobody is asked whether it
   * is still what he read, as a document is.
   */
  void replace(Map<String, byte[]> contents) throws IOException;

  /** Removes a file, or an empty folder; does nothing when there is none, or when it is not. */
  void remove(String path) throws IOException;

  /** Removes a folder with all that is in it. */
  void removeAll(String folder) throws IOException;

  /**
   * Lists the lake.
   *
   * @param others files of this machine that lie in it and are no part of it
   */
  Listing list(Set<Path> others) throws IOException;

  /** The names of the folders in a folder; a store without folders has none. */
  List<String> folders(String folder) throws IOException;

  /** Says that somebody is at work, until it is closed or its process ends. */
  Claim claim(String path) throws IOException;

  /** Whether somebody who may be alive holds a claim. */
  boolean isClaimed(String path) throws IOException;

  /** A claim that is held. */
  interface Claim {
    /** Gives it up. */
    void release() throws IOException;
  }
}
