package dev.berth.plugins.dynamicresources.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Functions that expressions can call beside those of the language, each with what the compiler and
 * what the interpreter has to know of it.
 *
 * <p>Threading: one per environment that is built.
 */
@SuppressWarnings("Immutable") // the functions keep nothing, which their type does not say
final class FunctionTable {
  static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
  static final CelType SEMVER = OpaqueType.create("kubernetes.Semver");
  static final CelType URL = OpaqueType.create("kubernetes.URL");
  static final CelType FORMAT = OpaqueType.create("kubernetes.NamedFormat");
  static final CelType IP = OpaqueType.create("net.IP");
  static final CelType CIDR = OpaqueType.create("net.CIDR");

  private final Map<String, List<CelOverloadDecl>> declarations = new LinkedHashMap<>();
  private final Map<String, List<CelFunctionBinding>> bindings = new LinkedHashMap<>();

  /** A method of one type, without further arguments. */
  <A> void method(
      String name, String id, CelType result, CelType self, Class<A> type, Function<A, Object> f) {
    declare(name, CelOverloadDecl.newMemberOverload(id, result, self));
    bind(name, CelFunctionBinding.from(id, type, f::apply));
  }

  /** A method with one argument. */
  <A, B> void method(
      String name,
      String id,
      CelType result,
      CelType self,
      Class<A> type,
      CelType argument,
      Class<B> argumentType,
      BiFunction<A, B, Object> f) {
    declare(name, CelOverloadDecl.newMemberOverload(id, result, self, argument));
    bind(name, CelFunctionBinding.from(id, type, argumentType, f::apply));
  }

  /** The three methods that compare values of one type; their ids begin with {@code prefix}. */
  <A> void order(String prefix, CelType self, Class<A> type, Comparator<? super A> order) {
    method(
        "isGreaterThan",
        prefix + "_is_greater_than",
        SimpleType.BOOL,
        self,
        type,
        self,
        type,
        (a, b) -> order.compare(a, b) > 0);
    method(
        "isLessThan",
        prefix + "_is_less_than",
        SimpleType.BOOL,
        self,
        type,
        self,
        type,
        (a, b) -> order.compare(a, b) < 0);
    method(
        "compareTo",
        prefix + "_compare_to",
        SimpleType.INT,
        self,
        type,
        self,
        type,
        (a, b) -> (long) order.compare(a, b));
  }

  /** A function of a text. */
  void ofText(String name, String id, CelType result, Function<String, Object> f) {
    declare(name, CelOverloadDecl.newGlobalOverload(id, result, SimpleType.STRING));
    bind(name, CelFunctionBinding.from(id, String.class, f::apply));
  }

  /** A function of a text and a switch. */
  void ofText(String name, String id, CelType result, BiFunction<String, Boolean, Object> f) {
    declare(
        name, CelOverloadDecl.newGlobalOverload(id, result, SimpleType.STRING, SimpleType.BOOL));
    bind(name, CelFunctionBinding.from(id, String.class, Boolean.class, f::apply));
  }

  /** Any other. */
  void add(
      String name,
      CelOverloadDecl declaration,
      Function<List<Object>, Object> f,
      Class<?>... types) {
    declare(name, declaration);
    bind(
        name,
        CelFunctionBinding.from(
            declaration.overloadId(),
            ImmutableList.<Class<?>>copyOf(types),
            arguments -> f.apply(Arrays.asList(arguments))));
  }

  /** Replaces how a function of the language is carried out. */
  <A, B> void replace(
      String name, String id, Class<A> type, Class<B> argumentType, BiFunction<A, B, Object> f) {
    bind(name, CelFunctionBinding.from(id, type, argumentType, f::apply));
  }

  private void declare(String name, CelOverloadDecl overload) {
    declarations.computeIfAbsent(name, n -> new ArrayList<>()).add(overload);
  }

  private void bind(String name, CelFunctionBinding binding) {
    bindings.computeIfAbsent(name, n -> new ArrayList<>()).add(binding);
  }

  void addTo(CelCompilerBuilder compiler) {
    declarations.forEach(
        (name, overloads) ->
            compiler.addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(name, overloads)));
  }

  void addTo(CelRuntimeBuilder runtime) {
    bindings.forEach(
        (name, overloads) ->
            runtime.addFunctionBindings(CelFunctionBinding.fromOverloads(name, overloads)));
  }
}
