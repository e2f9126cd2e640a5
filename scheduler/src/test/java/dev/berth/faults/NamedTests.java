package dev.berth.faults;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A run of tests by name: {@code FILE dev.berth.a.BTest#method...} writes to the file, for each
 * name, {@code green}, {@code red} or {@code absent}, and the name after it.
 *
 * <p>A test with parameters is red when one of its invocations is.
 *
 * <p>Threading: one per request.
 */
public final class NamedTests implements TestExecutionListener {
  private static final String RED = "red";
  private static final String GREEN = "green";
  private static final String ABSENT = "absent";

  private final Map<String, String> colors = new LinkedHashMap<>();
  private @Nullable TestPlan plan;

  private NamedTests(List<String> names) {
    names.forEach(name -> colors.put(name, ABSENT));
  }

  public static void main(String[] args) throws IOException {
    List<String> names = List.of(args).subList(1, args.length);
    NamedTests tests = new NamedTests(names);
    LauncherFactory.create().execute(request(names), tests);
    Files.write(Path.of(args[0]), tests.lines());
  }

  /** The test methods of one name; there may be more than one, or none. */
  static List<Method> methodsOf(String name) {
    String[] parts = name.split("#", 2);
    List<Method> methods = new ArrayList<>();
    try {
      Class<?> type = Class.forName(parts[0], false, NamedTests.class.getClassLoader());
      for (Class<?> t = type; t != null; t = t.getSuperclass()) {
        Arrays.stream(t.getDeclaredMethods())
            .filter(method -> parts.length == 2 && method.getName().equals(parts[1]))
            .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
            .forEach(methods::add);
      }
    } catch (ClassNotFoundException e) {
      return List.of();
    }
    return methods;
  }

  private static LauncherDiscoveryRequest request(List<String> names) {
    List<MethodSelector> selectors =
        names.stream().flatMap(name -> methodsOf(name).stream()).map(NamedTests::selector).toList();
    return LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
  }

  private static MethodSelector selector(Method method) {
    return DiscoverySelectors.selectMethod(method.getDeclaringClass(), method);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    Predicate<String> concerned = namesOf(identifier);
    if (result.getStatus() == Status.FAILED) {
      colors.replaceAll((name, color) -> concerned.test(name) ? RED : color);
    } else if (result.getStatus() == Status.SUCCESSFUL && identifier.isTest()) {
      colors.replaceAll(
          (name, color) -> concerned.test(name) && color.equals(ABSENT) ? GREEN : color);
    }
  }

  /** What an execution speaks for: its method, else all tests of its class, else all. */
  private Predicate<String> namesOf(TestIdentifier identifier) {
    return switch (sourceOf(identifier)) {
      case MethodSource method -> (method.getClassName() + "#" + method.getMethodName())::equals;
      case ClassSource type -> name -> name.startsWith(type.getClassName() + "#");
      case null, default -> name -> true;
    };
  }

  /** Of an invocation with parameters, and of a dynamic test, that is the method above it. */
  private @Nullable TestSource sourceOf(TestIdentifier identifier) {
    TestPlan all = Objects.requireNonNull(plan, "the plan comes before its executions");
    for (Optional<TestIdentifier> place = Optional.of(identifier);
        place.isPresent();
        place = place.flatMap(all::getParent)) {
      TestSource source = place.get().getSource().orElse(null);
      if (source instanceof MethodSource || source instanceof ClassSource) {
        return source;
      }
    }
    return null;
  }

  private List<String> lines() {
    return colors.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList();
  }
}
