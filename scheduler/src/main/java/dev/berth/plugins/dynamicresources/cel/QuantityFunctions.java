package dev.berth.plugins.dynamicresources.cel;

import static dev.berth.plugins.dynamicresources.cel.FunctionTable.QUANTITY;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;

import dev.berth.model.Quantity;
import dev.berth.model.QuantityFormatException;
import dev.cel.common.CelOverloadDecl;
import java.util.Comparator;

/**
 * The functions of quantities.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/quantity.go}, Kubernetes 1.36.3. Threading: any
 * thread.
 */
final class QuantityFunctions {
  private QuantityFunctions() {}

  static void addTo(FunctionTable table) {
    Class<QuantityValue> type = QuantityValue.class;
    table.ofText("quantity", "string_to_quantity", QUANTITY, QuantityFunctions::quantity);
    table.ofText("isQuantity", "is_quantity_string", BOOL, QuantityFunctions::isQuantity);
    table.add(
        "sign",
        CelOverloadDecl.newGlobalOverload("quantity_sign", INT, QUANTITY),
        arguments -> (long) ((QuantityValue) arguments.getFirst()).amount().sign(),
        type);
    table.order("quantity", QUANTITY, type, Comparator.comparing(QuantityValue::amount));
    table.method(
        "asApproximateFloat",
        "quantity_get_float",
        DOUBLE,
        QUANTITY,
        type,
        a -> a.amount().approximateValue());
    table.method("asInteger", "quantity_get_int", INT, QUANTITY, type, QuantityFunctions::whole);
    table.method(
        "isInteger",
        "quantity_is_integer",
        BOOL,
        QUANTITY,
        type,
        a -> a.amount().exactValue() != null);
    table.method(
        "add",
        "quantity_add",
        QUANTITY,
        QUANTITY,
        type,
        QUANTITY,
        type,
        (a, b) -> new QuantityValue(a.amount().plus(b.amount()), true));
    table.method(
        "add",
        "quantity_add_int",
        QUANTITY,
        QUANTITY,
        type,
        INT,
        Long.class,
        (a, b) -> new QuantityValue(a.amount().plus(Quantity.ofWhole(b)), true));
    table.method(
        "sub",
        "quantity_sub",
        QUANTITY,
        QUANTITY,
        type,
        QUANTITY,
        type,
        (a, b) -> new QuantityValue(a.amount().minus(b.amount()), true));
    table.method(
        "sub",
        "quantity_sub_int",
        QUANTITY,
        QUANTITY,
        type,
        INT,
        Long.class,
        (a, b) -> new QuantityValue(a.amount().minus(Quantity.ofWhole(b)), true));
  }

  private static Object quantity(String text) {
    try {
      return new QuantityValue(Quantity.parse(text), false);
    } catch (QuantityFormatException e) {
      throw new FunctionFailure(
          "quantities must match the regular expression"
              + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
  }

  private static Object isQuantity(String text) {
    try {
      return Quantity.parse(text) != null;
    } catch (QuantityFormatException e) {
      return false;
    }
  }

  private static Object whole(QuantityValue quantity) {
    Long value = quantity.amount().exactValue();
    if (value == null) {
      throw new FunctionFailure("cannot convert value to integer");
    }
    return value;
  }
}
