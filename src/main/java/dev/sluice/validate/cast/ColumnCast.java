// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.kernel.sql.WrittenValue;
import dev.sluice.schema.Column;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Casts the values of one column to what the contract says of it, and tells what is wrong. */
public final class ColumnCast {
  /** More problems than anybody reads of one value. */
  private static final int MAX_PROBLEMS = 20;

  private final Column to;
  private final RawValue raw;
  private final boolean isDeep;
  private final @Nullable String prepared;
  private final Strictness strictness;
  private final NestedCast nested = new NestedCast();
  private final NestedProblems problems;

  /**
   * What is asked of values beyond the contract.
   *
   * @param isClosed whether a nested key that the contract does not name is a problem
   * @param isTrusted whether values that have their type are known to be in its range
   */
  public record Strictness(boolean isClosed, boolean isTrusted) {}

  /**
   * Where a raw value is.
   *
   * @param sql the value
   * @param prepared a name for what {@link #prepared} computes of it
   */
  public record Source(String sql, String prepared) {}

  private ColumnCast(Column to, RawValue raw, @Nullable String prepared, Strictness strictness) {
    this.to = to.opened();
    this.raw = raw;
    this.prepared = prepared;
    this.strictness = strictness;
    this.isDeep = to.isNested() || raw.isMarked() || raw.isUnion();
    this.problems = new NestedProblems(nested, strictness);
  }

  /**
   * The cast of a column that a batch has.
   *
   * @param from the raw column's type, as the kernel spells it
   */
  public static ColumnCast of(Column to, String from, Source source, Strictness strictness) {
    if (to.isNested() && from.equals("VARCHAR")) {
      String prepared = MarkedJson.mark(source.sql());
      return new ColumnCast(to, RawValue.marked(source.prepared()), prepared, strictness);
    }
    Column type = Column.of(to.name(), from, true).opened();
    return new ColumnCast(to, new RawValue(source.sql(), type), null, strictness);
  }

  /**
   * The cast of a column whose source writes it in a form of its own.
   *
   * @param written the value as it is read by the form
   * @param name for what is computed of it
   */
  public static ColumnCast written(
      Column to, WrittenValue written, String name, Strictness strictness) {
    Column type = Column.of(to.name(), written.type(), true);
    return new ColumnCast(to, new RawValue(name, type), written.sql(), strictness);
  }

  /** The default of a column that a batch does not have. */
  public static ColumnCast absent(Column to, Strictness strictness) {
    return new ColumnCast(to, RawValue.otherwise(to), null, strictness);
  }

  /** What must be computed before the value and beside it: an expression and its name. */
  public Map<String, String> prepared() {
    return prepared == null ? Map.of() : Map.of(raw.sql(), prepared);
  }

  /** The typed value; null where it cannot be cast. */
  public String value() {
    return isDeep ? nested.value(to, raw) : plain("").value();
  }

  /**
   * Whether a raw value that is not null is right; null when it always is.
   *
   * @param typed names the typed value
   */
  public @Nullable String ok(String typed) {
    if (!isDeep) {
      return plain(typed).ok();
    }
    String all = problems.of(to, raw, typed, SqlName.literal(to.name()));
    return all == null ? null : "coalesce(len(" + all + "), 0) = 0";
  }

  /** The code of a value that is not ok. */
  public String code(String typed) {
    return plain(typed).code();
  }

  /** Whether {@link #problems} tell what is wrong, nulls and symbols included, and no code does. */
  public boolean isDeep() {
    return isDeep;
  }

  /**
   * A list of what is wrong: {@code path}, {@code code}, {@code shown} and {@code wanted}; null
   * when nothing can be.
   */
  public @Nullable String problems(String typed) {
    String all = isDeep ? problems.of(to, raw, typed, SqlName.literal(to.name())) : null;
    return all == null ? null : "(" + all + ")[1:" + MAX_PROBLEMS + "]";
  }

  /**
   * A list of the paths in a value that the contract does not name, as text; null when there can be
   * none.
   */
  public @Nullable String unknown() {
    return isDeep ? new NestedUnknown(nested).of(to, raw, to.name()) : null;
  }

  private Cast plain(String typed) {
    boolean isSame = raw.type().type().equals(to.type());
    if (isSame && strictness.isTrusted()) {
      return Cast.none(raw.sql());
    }
    Cast cast = TypedCast.between(raw.type().type(), to.type(), raw.sql(), typed);
    return isRead() ? cast.unlessNull(raw.sql()) : cast;
  }

  /** Whether the value was read by a form, and is null where it is not written so. */
  private boolean isRead() {
    return prepared != null && !isDeep && !raw.isText();
  }
}
