package dev.berth.sandbox.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.KubeObject;
import java.time.InstantSource;
import java.util.List;

/**
 * Tables of objects, one row for each, with kube-apiserver's columns and texts.
 *
 * <p>Mirrors {@code pkg/printers/tablegenerator.go} and {@code endpoints/handlers/response.go} of
 * Kubernetes 1.36.3. Threading: any thread.
 */
public final class Tables {
  private static final String GROUP_VERSION = "meta.k8s.io/v1";

  private Tables() {}

  /** The table; its metadata is empty, the caller knows the version of the list or object. */
  public static ObjectNode of(
      Kind kind, List<KubeObject> objects, IncludeObject include, InstantSource clock) {
    ObjectNode table = table();
    ArrayNode columns = table.putArray("columnDefinitions");
    Layouts.ofKind(kind).columns().forEach(column -> columns.add(column.definition()));
    addRows(table, kind, objects, include, clock);
    return table;
  }

  /** The same for who has been told the columns already: later events of a watch. */
  public static ObjectNode withoutColumns(
      Kind kind, List<KubeObject> objects, IncludeObject include, InstantSource clock) {
    ObjectNode table = table().putNull("columnDefinitions");
    addRows(table, kind, objects, include, clock);
    return table;
  }

  private static ObjectNode table() {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", GROUP_VERSION);
    table.putObject("metadata");
    return table;
  }

  private static void addRows(
      ObjectNode table,
      Kind kind,
      List<KubeObject> objects,
      IncludeObject include,
      InstantSource clock) {
    Cells cells = Layouts.ofKind(kind).cells();
    Age age = new Age(clock.instant());
    ArrayNode rows = table.putArray("rows");
    for (KubeObject object : objects) {
      ObjectNode tree = object.tree();
      ObjectNode row = rows.addObject();
      cells.add(tree, row.putArray("cells"), age);
      addConditions(row, kind, tree);
      switch (include) {
        case NONE -> row.putNull("object");
        case METADATA -> row.set("object", partial(tree));
        case OBJECT -> row.set("object", tree);
      }
    }
  }

  /** A pod that has ended says so: kubectl leaves it out where it is told to. */
  private static void addConditions(ObjectNode row, Kind kind, ObjectNode tree) {
    if (!kind.name().equals("Pod")) {
      return;
    }
    switch (tree.at("/status/phase").asText()) {
      case "Succeeded" -> addCompleted(row, "Succeeded", "The pod has completed successfully.");
      case "Failed" -> addCompleted(row, "Failed", "The pod failed.");
      default -> {}
    }
  }

  private static void addCompleted(ObjectNode row, String reason, String message) {
    row.putArray("conditions")
        .addObject()
        .put("type", "Completed")
        .put("status", "True")
        .put("reason", reason)
        .put("message", message);
  }

  private static ObjectNode partial(ObjectNode tree) {
    ObjectNode partial =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", GROUP_VERSION);
    partial.set("metadata", tree.path("metadata"));
    return partial;
  }
}
