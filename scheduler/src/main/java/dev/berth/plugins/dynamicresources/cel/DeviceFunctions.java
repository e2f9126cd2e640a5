package dev.berth.plugins.dynamicresources.cel;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DYN;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.TypeParamType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Kubernetes adds to the language for devices alone: membership in attributes that may be
 * lists, and lists of optional values.
 *
 * <p>Mirrors {@code dynamic-resource-allocation/cel/compile.go}, Kubernetes 1.36.3. Threading: any
 * thread.
 */
final class DeviceFunctions {
  private DeviceFunctions() {}

  static void addTo(FunctionTable table) {
    table.replace("@in", "in_map", Object.class, Map.class, (key, map) -> Membership.of(key, map));
    table.replace(
        "@in", "in_list", Object.class, List.class, (value, list) -> Membership.of(value, list));
    table.method(
        "includes",
        "dra_includes_dyn_dyn",
        BOOL,
        DYN,
        Object.class,
        DYN,
        Object.class,
        (target, value) ->
            target instanceof List<?> list ? list.contains(value) : target.equals(value));
    TypeParamType element = TypeParamType.create("V");
    table.add(
        "unwrapOpt",
        CelOverloadDecl.newMemberOverload(
            "optional_unwrapOpt",
            ListType.create(element),
            ListType.create(OptionalType.create(element))),
        arguments ->
            ((List<?>) arguments.getFirst())
                .stream().flatMap(optional -> ((Optional<?>) optional).stream()).toList(),
        List.class);
  }
}
