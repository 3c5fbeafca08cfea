// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.launch.Template.Option;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final Path FOLDER = Path.of("templates");

  /** Rewrites the files under {@code -Dgolden.update}. */
  @Test
  void filesInTheRepositoryAreWhatTheOptionsSay() throws IOException {
    for (Map.Entry<String, String> file : Template.files().entrySet()) {
      Path path = FOLDER.resolve(file.getKey());
      if (System.getProperty("golden.update") != null) {
        Files.createDirectories(FOLDER);
        Files.writeString(path, file.getValue());
      }
      assertThat(file.getKey(), file.getValue(), equalTo(Files.readString(path)));
    }
  }

  @Test
  void everyOptionIsAParameterAndEveryParameterAnOption() {
    Set<String> getters =
        Arrays.stream(LaunchOptions.class.getDeclaredMethods())
            .map(Method::getName)
            .filter(name -> !name.startsWith("set"))
            .map(name -> name.replaceFirst("^(get|is)", ""))
            .map(
                name -> name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> parameters =
        Template.options().stream()
            .map(Option::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(parameters, equalTo(getters));
  }

  @Test
  void regexesCompileAndTakeTheDefault() {
    for (Option option : Template.options()) {
      option.regexes().forEach(Pattern::compile);
      assertThat(option.name(), option.label(), not(""));
      assertThat(option.name(), option.help(), not(""));
      if (!option.byDefault().isEmpty()) {
        assertThat(option.name(), option.problem(option.byDefault()), nullValue());
      }
    }
  }

  @Test
  void defaultsAreThoseOfTheOptions() {
    LaunchOptions options = PipelineOptionsFactory.as(LaunchOptions.class);
    assertThat(options.getFrom(), is(""));
    assertThat(options.getTo(), is(""));
    assertThat(options.isAgain(), is(false));
    assertThat(options.getMode(), nullValue());
    assertThat(options.getApprove(), nullValue());
    assertThat(options.getCreatedAt(), nullValue());
    assertThat(options.getTarget(), nullValue());
    assertThat(options.getVar(), nullValue());
    assertThat(
        Template.options().stream()
            .filter(option -> !option.byDefault().isEmpty())
            .map(option -> option.name() + "=" + option.byDefault())
            .toList(),
        is(java.util.List.of("again=false")));
  }
}
