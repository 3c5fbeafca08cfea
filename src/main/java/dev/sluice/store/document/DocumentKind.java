// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import java.util.Locale;

/** What documents a lake keeps beside its data; names the failpoints of their writing. */
public enum DocumentKind {
  /** The intent of a run: its id and logical time. */
  RUN,
  /** What an attempt finished of one table. */
  CHECKPOINT,
  /** A committed run. */
  MANIFEST,
  /** From where on the log is kept. */
  HORIZON,
  /** What stopped a run. */
  EVIDENCE,
  /** What a release of production shows. */
  RELEASE,
  /** The pointer to the release that production shows. */
  CURRENT,
  /** A person's decision on a staged run. */
  DECISION,
  /** That a message was delivered. */
  NOTICE,
  /** That dead letters were given up. */
  DISCARD,
  /** That an epoch of a stream is held, or what was decided on it. */
  HELD,
  /** Messages that were received and are not committed, or the id of their inbox. */
  INBOX,
  /** That everything after a commit was done. */
  SETTLED,
  /** A secret; only its owner may read its file. */
  KEY;

  String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }
}
