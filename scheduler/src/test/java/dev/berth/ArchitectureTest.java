package dev.berth;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.cli.Main;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of packages: what each may import, and the few things only some of them may do.
 *
 * <p>A row that a real flow shows to be wrong is changed here and in the design together, never
 * worked around. A row whose package does not exist yet holds for the day it does.
 */
final class ArchitectureTest {
  /** One package with everything below it, and the other packages of Berth that it may import. */
  record Row(String name, List<String> mayImport) {
    static Row of(String name, String... mayImport) {
      return new Row(name, List.of(mayImport));
    }

    String pattern() {
      return inBerth(name);
    }

    @Override
    public String toString() {
      return name
          + " may import "
          + (mayImport.isEmpty() ? "nothing" : String.join(", ", mayImport));
    }
  }

  private static final List<Row> TABLE =
      List.of(
          Row.of("model"),
          Row.of("columns"),
          Row.of("framework", "model", "columns"),
          Row.of("config", "model"),
          Row.of("plugins", "framework", "model", "columns", "config"),
          Row.of("cluster", "framework", "model", "columns"),
          Row.of("queue", "framework", "model"),
          Row.of("pipeline", "framework", "model", "columns"),
          Row.of("cycle", "cluster", "queue", "pipeline", "framework", "model"),
          Row.of("kube", "cycle", "framework", "model", "config", "http"),
          Row.of(
              "extender",
              "cycle",
              "pipeline",
              "cluster",
              "framework",
              "model",
              "kube.decode",
              "http"),
          Row.of("explain", "cycle", "queue", "pipeline", "cluster", "framework", "model", "http"),
          Row.of(
              "metrics",
              "cycle",
              "queue",
              "cluster",
              "pipeline",
              "kube",
              "framework",
              "model",
              "http"),
          Row.of("http"),
          Row.of("sandbox", "http"),
          Row.of("conformance", everythingBut("conformance", "cli", "sandbox", "bench")),
          Row.of("bench", everythingBut("bench", "cli")),
          Row.of("cli", everythingBut("cli")));

  /** Rows for parts of a package that are held to less than the whole. */
  private static final List<Row> PARTS = List.of(Row.of("kube.decode", "model"));

  /**
   * The least number of classes that must have been analysed: a test of an empty directory proves
   * nothing. Raise it as the program grows.
   */
  private static final int CLASSES_AT_LEAST = 8;

  private static final Path MAIN_CLASSES = locationOf(Main.class);
  private static final Path TEST_CLASSES = locationOf(ArchitectureTest.class);
  private static final JavaClasses MAIN = new ClassFileImporter().importPath(MAIN_CLASSES);

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void row_holds(Row row) {
    check(
        classes()
            .that(resideInAPackage(row.pattern()))
            .should()
            .onlyDependOnClassesThat(not(resideInAPackage("dev.berth..")).or(allowedBy(row))));
  }

  static Stream<Row> rows() {
    return Stream.concat(TABLE.stream(), PARTS.stream());
  }

  @Test
  void everyClass_livesInAPackageOfTheTable() {
    check(classes().should().resideInAnyPackage(patterns(TABLE.stream().map(Row::name))));
  }

  @Test
  void enoughClasses_areAnalysed() {
    assertThat(MAIN.size()).isGreaterThanOrEqualTo(CLASSES_AT_LEAST);
  }

  @Test
  void packages_formNoCycle() {
    check(slices().matching("dev.berth.(**)").should().beFreeOfCycles());
  }

  @Test
  void pluginPackages_doNotImportEachOther() {
    check(slices().matching("dev.berth.plugins.(*)..").should().notDependOnEachOther());
  }

  @Test
  void kubernetesClient_staysInKubeAndCli() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(inBerth("kube"), inBerth("cli"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.kubernetes.."));
  }

  @Test
  void accessChecks_areAllThatKubeKnowsOfHttp() {
    check(
        noClasses()
            .that(resideInAPackage(inBerth("kube")))
            .and(not(resideInAPackage(inBerth("kube.access"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(inBerth("http")));
  }

  @Test
  void generatedModels_neverLeaveKube() {
    check(
        noClasses()
            .that(not(resideInAPackage(inBerth("kube"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.kubernetes.client.openapi.models.."));
  }

  @Test
  void threads_areStartedOnlyWhereTheTableSaysSo() {
    var withThreads = patterns(Stream.of("cycle", "kube", "http", "sandbox", "bench", "cli"));
    check(
        noClasses()
            .that(not(resideInAnyPackage(withThreads)))
            .should()
            .dependOnClassesThat(startThreads())
            .orShould()
            .callMethodWhere(runsOnTheCommonPool()));
  }

  @Test
  void everyPackage_isDescribedAndNullMarked() {
    var all = new ClassFileImporter().importPaths(MAIN_CLASSES, TEST_CLASSES);
    var wantNone =
        all.getPackage("dev.berth").getSubpackagesInTree().stream()
            .filter(p -> !p.getClasses().isEmpty())
            .filter(p -> !isNullMarked(p))
            .map(JavaPackage::getName)
            .sorted();
    assertThat(wantNone).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  private static boolean isNullMarked(JavaPackage javaPackage) {
    return javaPackage
        .tryGetPackageInfo()
        .map(info -> info.isAnnotatedWith(NullMarked.class))
        .orElse(false);
  }

  private static DescribedPredicate<JavaClass> allowedBy(Row row) {
    var allowed = Stream.concat(Stream.of(row.name()), row.mayImport().stream());
    return resideInAnyPackage(patterns(allowed));
  }

  private static DescribedPredicate<JavaClass> startThreads() {
    var starters =
        List.of(
            Thread.class,
            Timer.class,
            Executor.class,
            Executors.class,
            CompletionService.class,
            ForkJoinPool.class);
    return DescribedPredicate.describe(
        "are threads, timers or executors",
        type -> starters.stream().anyMatch(type::isAssignableTo));
  }

  private static DescribedPredicate<JavaMethodCall> runsOnTheCommonPool() {
    return DescribedPredicate.describe(
        "run on the common pool",
        call ->
            calls(call, CompletableFuture.class, "\\w+Async")
                || calls(call, Collection.class, "parallelStream")
                || calls(call, BaseStream.class, "parallel"));
  }

  private static boolean calls(JavaMethodCall call, Class<?> owner, String namePattern) {
    return call.getTargetOwner().isAssignableTo(owner) && call.getName().matches(namePattern);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }

  private static String[] everythingBut(String... names) {
    var all =
        Stream.of(
            "model",
            "columns",
            "framework",
            "config",
            "plugins",
            "cluster",
            "queue",
            "pipeline",
            "cycle",
            "kube",
            "extender",
            "explain",
            "metrics",
            "http",
            "sandbox",
            "conformance",
            "bench",
            "cli");
    return all.filter(name -> !Arrays.asList(names).contains(name)).toArray(String[]::new);
  }

  private static String[] patterns(Stream<String> names) {
    return names.map(ArchitectureTest::inBerth).toArray(String[]::new);
  }

  private static String inBerth(String name) {
    return "dev.berth." + name + "..";
  }

  private static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("class location of " + type, e);
    }
  }
}
