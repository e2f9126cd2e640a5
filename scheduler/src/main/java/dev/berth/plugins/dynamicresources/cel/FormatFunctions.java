package dev.berth.plugins.dynamicresources.cel;

import static dev.berth.plugins.dynamicresources.cel.FunctionTable.FORMAT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import java.util.List;
import java.util.Optional;

/**
 * The formats that Kubernetes names, and how a text is held against one.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/format.go}, Kubernetes 1.36.3. Threading: any thread.
 */
final class FormatFunctions {
  private FormatFunctions() {}

  static void addTo(FunctionTable table) {
    NamedFormat.ALL.forEach(
        (name, format) ->
            table.add(
                "format." + name,
                CelOverloadDecl.newGlobalOverload("format." + name, FORMAT),
                arguments -> format));
    table.ofText(
        "format.named",
        "format-named",
        OptionalType.create(FORMAT),
        name -> Optional.ofNullable(NamedFormat.ALL.get(name)));
    table.method(
        "validate",
        "format-validate",
        OptionalType.create(ListType.create(STRING)),
        FORMAT,
        NamedFormat.class,
        STRING,
        String.class,
        (format, text) -> {
          List<String> problems = format.problems().apply(text);
          return problems.isEmpty() ? Optional.empty() : Optional.of(problems);
        });
  }
}
