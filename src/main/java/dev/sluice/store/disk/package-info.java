// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps folders and files of this machine: locked, synced to the disk, and as closed as the lake.
 */
@NullMarked
package dev.sluice.store.disk;

import org.jspecify.annotations.NullMarked;
