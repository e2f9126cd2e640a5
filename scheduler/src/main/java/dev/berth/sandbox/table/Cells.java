package dev.berth.sandbox.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a row says of an object of one kind. Threading: any thread. */
@FunctionalInterface
interface Cells {

  /** Adds a cell for each column of the kind. */
  void add(ObjectNode object, ArrayNode cells, Age age);
}
