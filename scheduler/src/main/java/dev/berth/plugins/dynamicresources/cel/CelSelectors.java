package dev.berth.plugins.dynamicresources.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Selectors in the Common Expression Language, of which the ones that were used last are kept
 * compiled.
 *
 * <p>Mirrors {@code dynamic-resource-allocation/cel/compile.go} and {@code cache.go}, Kubernetes
 * 1.36.3. Threading: any thread.
 */
public final class CelSelectors implements DeviceSelectors {
  /** {@code CELSelectorExpressionMaxLength}, resource/v1/types.go; the API server takes no more. */
  static final int MAX_BYTES = 10 * 1024;

  private static final int REMEMBERED = 100;

  /** The library is loaded, and the environment made, when the first expression comes. */
  private static final class Environment {
    static final SelectorEnvironment SHARED = new SelectorEnvironment();
  }

  /** All of the library that an expression needs, which takes seconds on a busy machine. */
  private static final class Library {
    static final CompiledSelector LOADED = compileAnew("device.driver == \"\"");
  }

  private final Map<String, CompiledSelector> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompiledSelector> eldest) {
          return size() > REMEMBERED;
        }
      };

  @Override
  public synchronized CompiledSelector compile(String expression) {
    CompiledSelector known = compiled.get(expression);
    if (known == null) {
      known = compileAnew(expression);
      compiled.put(expression, known);
    }
    return known;
  }

  @Override
  public void load() {
    Objects.requireNonNull(Library.LOADED);
  }

  private static CompiledSelector compileAnew(String expression) {
    if (expression.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return new BrokenSelector(
          "compilation failed: the expression has more than " + MAX_BYTES + " bytes");
    }
    SelectorEnvironment environment = Environment.SHARED;
    try {
      CelValidationResult result = environment.compiler().compile(expression);
      CelAbstractSyntaxTree ast = result.getAst();
      String problem = problem(ast.getResultType());
      if (problem == null) {
        problem = new LiteralChecks(ast, environment.runtime()).problem();
      }
      if (problem != null) {
        return new BrokenSelector(problem);
      }
      return new RunnableSelector(
          environment.runtime().createProgram(ast), new CostRules(ast), ast.getSource());
    } catch (CelValidationException e) {
      return new BrokenSelector(
          "compilation failed: " + FailureText.ofCompilation(String.valueOf(e.getMessage())));
    } catch (CelEvaluationException e) {
      return new BrokenSelector("program instantiation failed: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      return new BrokenSelector("unexpected compilation error: " + e);
    }
  }

  private static @Nullable String problem(CelType result) {
    return result.equals(SimpleType.BOOL) || result.equals(SimpleType.ANY)
        ? null
        : "must evaluate to bool or the unknown type, not "
            + CelTypes.format(result).replaceAll("\\bany\\b", "google.protobuf.Any");
  }
}
