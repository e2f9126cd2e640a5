package dev.berth.sandbox.table;

import java.util.List;

/** The columns of a kind and what fills them. Threading: immutable. */
record Layout(List<Column> columns, Cells cells) {
  Layout {
    columns = List.copyOf(columns);
  }
}
