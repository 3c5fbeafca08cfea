// SPDX-License-Identifier: Apache-2.0
/**
 * Makes few files of many small ones, without a row that changes.
 *
 * <p>What is known by a file, and must be known after it was merged:
 *
 * <ul>
 *   <li>How far a source was read, its files, offsets and cursor, stands in the notes of the raw
 *       table, never in its files: a merge does not touch it, so no row is read again or left out.
 *       Validated tables and models do not look at raw files at all.
 *   <li>Which run landed a raw row or a letter, and when. Of a file as it was landed its folder
 *       tells, and the entry of its run names it. A merged file has the folder in each row ({@link
 *       dev.sluice.table.file.LandedRun}). By it the warehouse shows the time of the row, and a
 *       letter's record is found again once the entry of its run is gone. An entry that merges
 *       names no raw file as its own: nothing was landed by it.
 *   <li>Under which name a table was landed: the folder of a merged file is that of the files it is
 *       made of; those of another name stay apart.
 *   <li>From which source files validated rows were read, in their order: the parts of a file,
 *       which are those of the files it is made of, one after the other. The parts of a merged raw
 *       file are the files themselves, one level deep: a warehouse that holds all of them holds its
 *       rows.
 *   <li>What a letter is, which of them were replayed, and which run is which: columns of their
 *       own.
 * </ul>
 *
 * <p>Rows against checks are left alone: each run puts its own in the place of all that were there,
 * so that they never gather. So are raw files with a column of their source called {@code _landed}
 * or {@code file_index}: nobody could tell it from ours.
 */
@NullMarked
package dev.sluice.run.compact;

import org.jspecify.annotations.NullMarked;
