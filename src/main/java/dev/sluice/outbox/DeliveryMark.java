// SPDX-License-Identifier: Apache-2.0
package dev.sluice.outbox;

/**
 * That a receiver was told of a run.
 *
 * @param version of this format
 * @param manifest the number of the run's manifest; 0 for a run that failed
 * @param id by what the receiver knows what it was told
 * @param deliveredAt wall clock, ISO 8601 in UTC
 */
record DeliveryMark(int version, long manifest, String id, String deliveredAt) {
  static final int VERSION = 1;
}
