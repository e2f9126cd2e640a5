package dev.berth.plugins.dynamicresources.cel;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;

/**
 * The functions of lists that Kubernetes adds to the language.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/lists.go}, Kubernetes 1.36.3. Threading: any thread.
 */
final class ListFunctions {
  private static final Map<String, CelType> COMPARABLE = new LinkedHashMap<>();

  static {
    COMPARABLE.put("int", SimpleType.INT);
    COMPARABLE.put("uint", SimpleType.UINT);
    COMPARABLE.put("double", SimpleType.DOUBLE);
    COMPARABLE.put("bool", SimpleType.BOOL);
    COMPARABLE.put("duration", SimpleType.DURATION);
    COMPARABLE.put("timestamp", SimpleType.TIMESTAMP);
    COMPARABLE.put("string", SimpleType.STRING);
    COMPARABLE.put("bytes", SimpleType.BYTES);
  }

  private ListFunctions() {}

  static void addTo(FunctionTable table) {
    COMPARABLE.forEach(
        (name, type) -> {
          CelType list = ListType.create(type);
          table.add(
              "isSorted",
              CelOverloadDecl.newMemberOverload("list_" + name + "_is_sorted_bool", BOOL, list),
              arguments -> isSorted(listOf(arguments)),
              List.class);
          table.add(
              "max",
              CelOverloadDecl.newMemberOverload("list_" + name + "_max_" + name, type, list),
              arguments -> extreme("max", ListFunctions::compare, listOf(arguments)),
              List.class);
          table.add(
              "min",
              CelOverloadDecl.newMemberOverload("list_" + name + "_min_" + name, type, list),
              arguments -> extreme("min", (a, b) -> compare(b, a), listOf(arguments)),
              List.class);
        });
    sum(table, "int", SimpleType.INT, 0L, (a, b) -> sum((Long) a, (Long) b));
    sum(
        table,
        "uint",
        SimpleType.UINT,
        UnsignedLong.ZERO,
        (a, b) -> sum((UnsignedLong) a, (UnsignedLong) b));
    sum(table, "double", SimpleType.DOUBLE, 0.0, (a, b) -> (Double) a + (Double) b);
    sum(
        table,
        "duration",
        SimpleType.DURATION,
        Duration.ZERO,
        (a, b) -> ((Duration) a).plus((Duration) b));
    positions(table);
    table.add(
        "lists.range",
        CelOverloadDecl.newGlobalOverload("lists_range", ListType.create(INT), INT),
        arguments -> range((Long) arguments.getFirst()),
        Long.class);
  }

  /** A longer one costs more than there is, so it need not be made. */
  private static Object range(long length) {
    if (length > CostMeter.LIMIT) {
      throw new CostExceeded();
    }
    return LongStream.range(0, length).boxed().toList();
  }

  private static List<?> listOf(List<Object> arguments) {
    return (List<?>) arguments.getFirst();
  }

  private static void positions(FunctionTable table) {
    TypeParamType element = TypeParamType.create("A");
    CelType list = ListType.create(element);
    table.add(
        "indexOf",
        CelOverloadDecl.newMemberOverload("list_a_index_of_int", INT, list, element),
        arguments -> (long) listOf(arguments).indexOf(arguments.get(1)),
        List.class,
        Object.class);
    table.add(
        "lastIndexOf",
        CelOverloadDecl.newMemberOverload("list_a_last_index_of_int", INT, list, element),
        arguments -> (long) listOf(arguments).lastIndexOf(arguments.get(1)),
        List.class,
        Object.class);
  }

  private static void sum(
      FunctionTable table, String name, CelType type, Object zero, BinaryOperator<Object> plus) {
    table.add(
        "sum",
        CelOverloadDecl.newMemberOverload(
            "list_" + name + "_sum_" + name, type, ListType.create(type)),
        arguments -> {
          Object total = zero;
          for (Object next : listOf(arguments)) {
            total = plus.apply(total, next);
          }
          return total;
        },
        List.class);
  }

  private static Object sum(Long one, Long other) {
    try {
      return Math.addExact(one, other);
    } catch (ArithmeticException e) {
      throw new FunctionFailure("integer overflow");
    }
  }

  private static Object sum(UnsignedLong one, UnsignedLong other) {
    UnsignedLong total = one.plus(other);
    if (total.compareTo(one) < 0) {
      throw new FunctionFailure("unsigned integer overflow");
    }
    return total;
  }

  private static Object isSorted(List<?> list) {
    for (int i = 1; i < list.size(); i++) {
      if (compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object extreme(String name, Comparator<Object> order, List<?> list) {
    if (list.isEmpty()) {
      throw new FunctionFailure(name + " called on empty list");
    }
    Object best = list.getFirst();
    for (Object next : list) {
      if (order.compare(next, best) > 0) {
        best = next;
      }
    }
    return best;
  }

  private static int compare(Object one, Object other) {
    if (one instanceof CelByteString a && other instanceof CelByteString b) {
      return CelByteString.unsignedLexicographicalComparator().compare(a, b);
    }
    if (one instanceof Comparable<?> && one.getClass() == other.getClass()) {
      @SuppressWarnings("unchecked") // of one class, which is comparable with itself
      Comparable<Object> comparable = (Comparable<Object>) one;
      return comparable.compareTo(other);
    }
    throw new FunctionFailure("no such overload");
  }
}
