// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.code;

import dev.sluice.error.ErrorCode;
import dev.sluice.explain.code.CodeText;
import dev.sluice.report.text.Paragraph;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows one code, or lists them all. */
public final class CodesText implements Report {
  private static final Table<ErrorCode> CODES =
      Table.<ErrorCode>atMargin().left("code", ErrorCode::name).left("means", ErrorCode::sentence);

  private final @Nullable ErrorCode code;

  private CodesText(@Nullable ErrorCode code) {
    this.code = code;
  }

  /** Every code in a line. */
  public static CodesText list() {
    return new CodesText(null);
  }

  /** All there is to know of one. */
  public static CodesText of(ErrorCode code) {
    return new CodesText(code);
  }

  @Override
  public View view() {
    return code == null ? all() : one(CodeText.of(code));
  }

  private static View all() {
    return new View()
        .rows("codes", List.of(ErrorCode.values()), CodesText::tree, CODES)
        .line("")
        .line("`sluice explain CODE` says what one comes from, and what to do.");
  }

  private static Map<String, @Nullable Object> tree(ErrorCode code) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("code", code.name());
    tree.put("kind", code.kind().name().toLowerCase(Locale.ROOT));
    tree.put("exit_code", code.exitCode());
    tree.put("sentence", code.sentence());
    return tree;
  }

  private static View one(CodeText text) {
    View view =
        new View()
            .values(tree(text.code()))
            .value("means", text.means())
            .value("cause", text.cause())
            .value("do", text.remedy())
            .value("example", String.join("\n", text.example()));
    view.line(text.code().name()).line("");
    Paragraph.lines(text.means(), "").forEach(view::line);
    view.line("");
    Paragraph.lines(text.cause(), "  cause   ").forEach(view::line);
    view.line("");
    Paragraph.lines(text.remedy(), "  do      ").forEach(view::line);
    view.line("").line("  example");
    text.example().forEach(line -> view.line("    " + line));
    return view;
  }
}
