package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.table.IncludeObject;
import dev.berth.sandbox.table.Tables;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/**
 * The lines of a watch, in the form that was asked for. The text of an object is copied as it is.
 *
 * <p>Threading: one per request.
 */
final class EventLines {
  private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";
  private static final byte[] BEFORE_TYPE = utf8("{\"type\":\"");
  private static final byte[] BEFORE_OBJECT = utf8("\",\"object\":");
  private static final byte[] END = utf8("}\n");
  private static final byte[] ADDED = utf8("ADDED");
  private static final byte[] MODIFIED = utf8("MODIFIED");
  private static final byte[] DELETED = utf8("DELETED");
  private static final byte[] BOOKMARK = utf8("BOOKMARK");
  private static final byte[] ERROR = utf8("ERROR");

  private final Kind kind;
  private final Form form;
  private final IncludeObject include;
  private final InstantSource clock;
  private boolean columnsTold;

  EventLines(Kind kind, Form form, IncludeObject include, InstantSource clock) {
    this.kind = kind;
    this.form = form;
    this.include = include;
    this.clock = clock;
  }

  void add(ByteArrayOutputStream out, Change.Type type, KubeObject object) {
    byte[] word =
        switch (type) {
          case ADDED -> ADDED;
          case MODIFIED -> MODIFIED;
          case DELETED -> DELETED;
        };
    line(out, word, shown(object));
  }

  void error(ByteArrayOutputStream out, StatusException error) {
    line(out, ERROR, Json.bytes(error.status()));
  }

  /** Nothing but a version, and that what there was at the beginning is complete. */
  void initialEventsEnd(ByteArrayOutputStream out, long version) {
    ObjectNode bookmark = emptyObject(version);
    bookmark.withObject("/metadata").putObject("annotations").put(INITIAL_EVENTS_END, "true");
    line(out, BOOKMARK, shown(bookmark, version));
  }

  void bookmark(ByteArrayOutputStream out, long version) {
    line(out, BOOKMARK, shown(emptyObject(version), version));
  }

  private byte[] shown(KubeObject object) {
    return switch (form) {
      case OBJECT, DISCOVERY -> object.json();
      case METADATA -> Partial.of(object);
      case TABLE -> table(List.of(object), object.version());
    };
  }

  private byte[] shown(ObjectNode bookmark, long version) {
    return switch (form) {
      case OBJECT, DISCOVERY -> Json.bytes(bookmark);
      case METADATA ->
          Json.bytes(
              bookmark.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1"));
      case TABLE -> table(List.of(), version);
    };
  }

  private byte[] table(List<KubeObject> rows, long version) {
    ObjectNode table =
        columnsTold
            ? Tables.withoutColumns(kind, rows, include, clock)
            : Tables.of(kind, rows, include, clock);
    columnsTold = true;
    table.withObject("/metadata").put("resourceVersion", Long.toString(version));
    return Json.bytes(table);
  }

  /** What Go makes of an object of which only the version is set. */
  private ObjectNode emptyObject(long version) {
    ObjectNode empty = Json.object().put("kind", kind.name()).put("apiVersion", kind.apiVersion());
    empty.putObject("metadata").put("resourceVersion", Long.toString(version));
    if (kind.equals(Kinds.POD)) {
      empty.putObject("spec").putNull("containers");
      empty.putObject("status");
    }
    return empty;
  }

  private static void line(ByteArrayOutputStream out, byte[] type, byte[] object) {
    out.writeBytes(BEFORE_TYPE);
    out.writeBytes(type);
    out.writeBytes(BEFORE_OBJECT);
    out.writeBytes(object);
    out.writeBytes(END);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
