// SPDX-License-Identifier: Apache-2.0
package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toList;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Packages look only at those above them, and are small; steps never import one another. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** From the ground up; {@code docs/architecture.md} says what each is for. */
  private static final List<String> ORDER =
      List.of(
          "error",
          "plugin",
          "schema",
          "batch",
          "kernel",
          "bind",
          "spec",
          "store",
          "table",
          "stats",
          "history",
          "outbox",
          "exchange",
          "fact",
          "intake",
          "letters",
          "explain",
          "source",
          "land",
          "validate",
          "model",
          "checks",
          "commit",
          "warehouse",
          "promote",
          "lineage",
          "metrics",
          "graph",
          "plan",
          "run",
          "care",
          "look",
          "trial",
          "infer",
          "report",
          "launch",
          "serve",
          "cli");

  private static final List<String> STEPS =
      ORDER.subList(ORDER.indexOf("source"), ORDER.indexOf("graph"));

  private static final int MOST_FILES = 15;
  private static final int MOST_PUBLIC_TYPES = 6;

  @ArchTest
  static final ArchRule importsOnlyPackagesAbove =
      CompositeArchRule.of(
          ORDER.stream()
              .map(
                  name ->
                      (ArchRule)
                          noClasses()
                              .that()
                              .resideInAPackage("dev.sluice." + name + "..")
                              .should()
                              .dependOnClassesThat()
                              .resideInAnyPackage(below(name))
                              .allowEmptyShould(true))
              .toList());

  @ArchTest
  static final ArchRule stepsDoNotImportOneAnother =
      CompositeArchRule.of(
          STEPS.stream()
              .map(
                  name ->
                      (ArchRule)
                          noClasses()
                              .that()
                              .resideInAPackage("dev.sluice." + name + "..")
                              .should()
                              .dependOnClassesThat()
                              .resideInAnyPackage(otherSteps(name))
                              .allowEmptyShould(true))
              .toList());

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.sluice.(**)").should().beFreeOfCycles();

  @ArchTest
  static void everyPackageHasAPlaceInTheOrder(JavaClasses classes) {
    List<String> strangers =
        packages(classes).keySet().stream()
            .filter(name -> !ORDER.contains(name.split("\\.")[2]))
            .toList();
    assertThat(strangers, is(List.of()));
  }

  /** The sentence on the package counts as a file. */
  @ArchTest
  static void packagesAreSmall(JavaClasses classes) {
    assertThat(larger(packages(classes), MOST_FILES), is(Map.of()));
  }

  @ArchTest
  static void packagesShowLittle(JavaClasses classes) {
    Map<String, List<JavaClass>> shown = packages(classes);
    shown.replaceAll(
        (name, all) ->
            all.stream()
                .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                .toList());
    assertThat(larger(shown, MOST_PUBLIC_TYPES), is(Map.of()));
  }

  @ArchTest
  static void everyPackageSaysWhatItIsFor(JavaClasses classes) {
    Map<String, List<JavaClass>> silent = packages(classes);
    silent
        .values()
        .removeIf(
            all -> all.stream().anyMatch(each -> each.getSimpleName().equals("package-info")));
    assertThat(silent.keySet(), is(Set.of()));
  }

  @ArchTest
  static final ArchRule doFnsEndInFnAndArePackagePrivate =
      classes()
          .that()
          .areAssignableTo(org.apache.beam.sdk.transforms.DoFn.class)
          .should()
          .haveSimpleNameEndingWith("Fn")
          .andShould()
          .notBePublic()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheEdgesSeePipelineOptions =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.sluice.run..", "dev.sluice.launch..", "dev.sluice.cli..")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("PipelineOptions");

  @ArchTest
  static final ArchRule pureCodeKnowsNoBeam =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.error..",
              "dev.sluice.schema..",
              "dev.sluice.kernel..",
              "dev.sluice.bind..",
              "dev.sluice.spec..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  /** What it allows a connection to touch is said once. */
  @ArchTest
  static final ArchRule onePlaceOpensDuckDb =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.sluice.kernel.duckdb.DuckDb")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.sql.DriverManager");

  /** A step runs on a machine whose heap it finds there, and whose environment says nothing. */
  @ArchTest
  static final ArchRule stepsReadNoEnvironment =
      noClasses()
          .that()
          .areAssignableTo(org.apache.beam.sdk.transforms.DoFn.class)
          .or()
          .areAssignableTo(org.apache.beam.sdk.transforms.PTransform.class)
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Runtime.class);

  /** A graph that is built must not hold the size of the machine that builds it. */
  @ArchTest
  static final ArchRule fewKnowTheMachine =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.sluice.source.files.InFlight") // on the worker
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.source.files.split.TextParts") // on the worker
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.run.runner.Runner") // for this machine's runner
          .and()
          .resideOutsideOfPackages("dev.sluice.cli..", "dev.sluice.error..")
          .should()
          .callMethod(Runtime.class, "maxMemory")
          .orShould()
          .callMethod(Runtime.class, "availableProcessors")
          .orShould()
          .callMethod(Runtime.class, "totalMemory");

  /** Who reads a variable is known, and {@code Reach} refuses those that workers would lack. */
  @ArchTest
  static final ArchRule fewReadTheEnvironment =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.sluice.cli..", "dev.sluice.launch..", "dev.sluice.spec..")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.table.file.PiiTokens")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.store.document.Failpoints")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.store.disk.SyncJournal")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.letters.record.LetterCipher")
          .and()
          .resideOutsideOfPackages(
              "dev.sluice.promote..",
              "dev.sluice.lineage..",
              "dev.sluice.metrics..",
              "dev.sluice.warehouse.bigquery..",
              "dev.sluice.source.kafka.client..",
              "dev.sluice.source.message.registry..",
              "dev.sluice.source.inbox.receive..")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.store.GcsClient")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.run.runner.RemoteFiles")
          .should()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getenv");

  /** The files of each package, as far as their names tell. */
  private static Map<String, List<JavaClass>> packages(JavaClasses classes) {
    return classes.stream()
        .filter(JavaClass::isTopLevelClass)
        .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, toList()));
  }

  private static Map<String, Integer> larger(Map<String, List<JavaClass>> packages, int most) {
    Map<String, Integer> larger = new TreeMap<>();
    packages.forEach(
        (name, all) -> {
          if (all.size() > most) {
            larger.put(name, all.size());
          }
        });
    return larger;
  }

  private static String[] below(String name) {
    return ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
        .map(n -> "dev.sluice." + n + "..")
        .toArray(String[]::new);
  }

  private static String[] otherSteps(String name) {
    return STEPS.stream()
        .filter(n -> !n.equals(name))
        .map(n -> "dev.sluice." + n + "..")
        .toArray(String[]::new);
  }
}
