// SPDX-License-Identifier: Apache-2.0
package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;

/** Packages only look down; steps never import one another. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final List<String> ORDER =
      List.of(
          "error",
          "cloud",
          "schema",
          "batch",
          "sql",
          "spec",
          "source",
          "lake",
          "table",
          "validate",
          "model",
          "quality",
          "warehouse",
          "promote",
          "run",
          "pipeline",
          "launch",
          "cli");

  /**
   * `lake` holds the nouns (data files, manifests) that later steps speak of, so they may import
   * it.
   */
  private static final List<String> STEPS =
      List.of("source", "validate", "model", "quality", "warehouse", "promote");

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
  static final ArchRule noCycles = slices().matching("dev.sluice.(*)..").should().beFreeOfCycles();

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
          .resideOutsideOfPackages(
              "dev.sluice.pipeline..", "dev.sluice.cli..", "dev.sluice.launch..")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("PipelineOptions");

  @ArchTest
  static final ArchRule pureCodeKnowsNoBeam =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.error..", "dev.sluice.schema..", "dev.sluice.sql..", "dev.sluice.spec..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  /** What it allows a connection to touch is said once. */
  @ArchTest
  static final ArchRule onePlaceOpensDuckDb =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.sluice.sql.DuckDb")
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
          .doNotHaveFullyQualifiedName("dev.sluice.source.InFlight") // on the worker
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.pipeline.Runner") // for this machine's runner
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
          .doNotHaveFullyQualifiedName("dev.sluice.lake.PiiTokens")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.lake.store.Failpoints")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.lake.store.SyncJournal")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.batch.LetterCipher")
          .and()
          .resideOutsideOfPackages("dev.sluice.promote..", "dev.sluice.warehouse.bigquery..")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.cloud.GcsClient")
          .and()
          .doNotHaveFullyQualifiedName("dev.sluice.pipeline.RemoteFiles")
          .should()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getenv");

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
