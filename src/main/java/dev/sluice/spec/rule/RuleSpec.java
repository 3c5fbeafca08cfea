// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import java.io.Serializable;

/**
 * A condition on one row. False breaks it; true and null do not, as in a SQL CHECK constraint.
 *
 * @param name unique within its table; the expression itself when the author gave none
 */
public record RuleSpec(String name, SqlText sql, Consequence consequence) implements Serializable {}
