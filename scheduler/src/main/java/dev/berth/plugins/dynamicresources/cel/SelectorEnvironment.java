package dev.berth.plugins.dynamicresources.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.TypeType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.Optional;
import java.util.Set;

/**
 * The environment in which selectors are compiled and run: the variable {@code device}, the
 * functions of the language, its extensions, and those of Kubernetes.
 *
 * <p>Mirrors {@code dynamic-resource-allocation/cel/compile.go} and {@code
 * apiserver/pkg/cel/environment/base.go}, Kubernetes 1.36.3. Functions of an {@code authorizer} are
 * left out: no selector has one.
 *
 * <p>Threading: any thread.
 */
final class SelectorEnvironment {
  @SuppressWarnings("deprecation") // Kubernetes 1.36.3 has these rules of the language
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableHomogeneousLiterals(true)
          .enableOptionalSyntax(true)
          .enableRegexPartialMatch(true)
          .evaluateCanonicalTypesToNativeValues(true)
          .enableUnsignedLongs(true)
          .populateMacroCalls(false)
          .maxExpressionCodePointSize(100_000)
          .maxParseRecursionDepth(250)
          .build();

  /** In Kubernetes' version of the extension {@code reverse} is not there yet. */
  private static final Set<CelStringExtensions.Function> STRINGS =
      Set.of(
          CelStringExtensions.Function.CHAR_AT,
          CelStringExtensions.Function.INDEX_OF,
          CelStringExtensions.Function.JOIN,
          CelStringExtensions.Function.LAST_INDEX_OF,
          CelStringExtensions.Function.LOWER_ASCII,
          CelStringExtensions.Function.QUOTE,
          CelStringExtensions.Function.REPLACE,
          CelStringExtensions.Function.SPLIT,
          CelStringExtensions.Function.SUBSTRING,
          CelStringExtensions.Function.TRIM,
          CelStringExtensions.Function.UPPER_ASCII);

  private static final CelType ATTRIBUTES =
      MapType.create(SimpleType.STRING, MapType.create(SimpleType.STRING, SimpleType.ANY));
  private static final CelType CAPACITY =
      MapType.create(SimpleType.STRING, MapType.create(SimpleType.STRING, FunctionTable.QUANTITY));
  private static final StructType DEVICE =
      StructType.create(
          "kubernetes.DRADevice",
          ImmutableSet.of("driver", "attributes", "capacity", "allowMultipleAllocations"),
          SelectorEnvironment::typeOfField);

  private final CelCompiler compiler;
  private final CelRuntime runtime;

  SelectorEnvironment() {
    FunctionTable functions = new FunctionTable();
    KubernetesFunctions.addTo(functions);
    CelListsExtensions lists =
        CelExtensions.lists(
            CelListsExtensions.Function.SLICE,
            CelListsExtensions.Function.FLATTEN,
            CelListsExtensions.Function.DISTINCT,
            CelListsExtensions.Function.REVERSE,
            CelListsExtensions.Function.SORT,
            CelListsExtensions.Function.SORT_BY);
    CelStringExtensions strings = CelExtensions.strings(STRINGS);
    CelCompilerBuilder compiling =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(new Types())
            .addVar("device", DEVICE)
            .addLibraries(
                CelExtensions.bindings(),
                CelOptionalLibrary.INSTANCE,
                strings,
                lists,
                CelExtensions.sets(OPTIONS),
                CelExtensions.comprehensions());
    functions.addTo(compiling);
    this.compiler = compiling.build();
    var running =
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardFunctions(
                CelStandardFunctions.newBuilder()
                    .filterFunctions((function, overload) -> !isReplaced(overload.toString()))
                    .build())
            .addLibraries(
                CelOptionalLibrary.INSTANCE,
                strings,
                lists,
                CelExtensions.sets(OPTIONS),
                CelExtensions.comprehensions());
    functions.addTo(running);
    this.runtime = running.build();
  }

  /** Whether something is in a map or a list: {@link Membership} knows the domains too. */
  private static boolean isReplaced(String overload) {
    return overload.equals("IN_MAP") || overload.equals("IN_LIST");
  }

  CelCompiler compiler() {
    return compiler;
  }

  CelRuntime runtime() {
    return runtime;
  }

  private static Optional<CelType> typeOfField(String field) {
    return switch (field) {
      case "driver" -> Optional.of(SimpleType.STRING);
      case "attributes" -> Optional.of(ATTRIBUTES);
      case "capacity" -> Optional.of(CAPACITY);
      case "allowMultipleAllocations" -> Optional.of(SimpleType.BOOL);
      default -> Optional.empty();
    };
  }

  /** The types that expressions can name. */
  private static final class Types implements CelTypeProvider {
    private static final ImmutableList<CelType> ALL =
        ImmutableList.of(
            DEVICE,
            FunctionTable.QUANTITY,
            FunctionTable.SEMVER,
            FunctionTable.URL,
            FunctionTable.FORMAT,
            FunctionTable.IP,
            FunctionTable.CIDR);

    @Override
    public ImmutableCollection<CelType> types() {
      return ALL;
    }

    @Override
    public Optional<CelType> findType(String name) {
      for (CelType type : ALL) {
        if (type.name().equals(name)) {
          return Optional.of(type.equals(DEVICE) ? type : TypeType.create(type));
        }
      }
      return Optional.empty();
    }
  }
}
