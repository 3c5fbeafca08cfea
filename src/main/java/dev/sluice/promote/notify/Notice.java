// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

/**
 * That the message on a run was delivered.
 *
 * @param version of this format
 * @param manifest the number of the run's manifest
 * @param id of the message
 * @param deliveredAt wall clock, ISO 8601 in UTC
 */
record Notice(int version, long manifest, String id, String deliveredAt) {
  static final int VERSION = 1;
}
