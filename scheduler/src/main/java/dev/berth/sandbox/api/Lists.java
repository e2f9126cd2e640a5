package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.Reply;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.store.Listing;
import dev.berth.sandbox.table.IncludeObject;
import dev.berth.sandbox.table.Tables;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Lists of objects: consistent, ordered, whole or in chunks.
 *
 * <p>Mirrors {@code apiserver/pkg/storage/etcd3/store.go} (GetList) of Kubernetes 1.36.3.
 * Threading: any thread.
 */
final class Lists {
  private static final byte[] COMMA = {','};

  private final Registry registry;
  private final InstantSource clock;

  Lists(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * What one answer has.
   *
   * @param goesOn the token for the rest, or null
   * @param remaining how many objects the rest has, or null when that is not told
   */
  private record Chunk(
      long version,
      List<KubeObject> objects,
      @Nullable ContinueToken goesOn,
      @Nullable Integer remaining) {

    ObjectNode metadata() {
      ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(version));
      if (goesOn != null) {
        metadata.put("continue", goesOn.encode());
      }
      if (remaining != null) {
        metadata.put("remainingItemCount", remaining);
      }
      return metadata;
    }
  }

  Reply list(Kind kind, Selection selection, Form form, Parameters query)
      throws InterruptedException {
    Long limit = query.number("limit");
    VersionMatch match = VersionMatch.ofList(query, limit);
    String token = query.text("continue");
    if (token.isEmpty()) {
      return reply(kind, chunk(asOf(kind, match), selection, null, limit), form, query);
    }
    ContinueToken from = ContinueToken.decode(token);
    if (!query.text("resourceVersion").isEmpty() && !query.text("resourceVersion").equals("0")) {
      throw StatusException.badRequest(
          "specifying resource version is not allowed when using continue");
    }
    try {
      return reply(kind, chunk(asOf(kind, from), selection, from.last(), limit), form, query);
    } catch (StatusException refused) {
      if (refused.code() != 410) {
        throw refused;
      }
      return expired(from);
    }
  }

  /** All that is selected, now. */
  Listing all(Kind kind, Selection selection) {
    Listing listing = registry.list(kind);
    return new Listing(
        listing.version(), listing.objects().stream().filter(selection::matches).toList());
  }

  private Listing asOf(Kind kind, ContinueToken token) throws InterruptedException {
    return token.version() == ContinueToken.ANY
        ? registry.list(kind)
        : PastListing.at(registry, kind, token.version());
  }

  private Listing asOf(Kind kind, VersionMatch match) throws InterruptedException {
    return switch (match) {
      case VersionMatch.Newest() -> registry.list(kind);
      case VersionMatch.NotOlderThan(long version) -> notOlder(registry.list(kind), version);
      case VersionMatch.Exactly(long version) -> {
        notOlder(registry.list(kind), version);
        yield PastListing.at(registry, kind, version);
      }
    };
  }

  /** A version that nobody has got yet: upstream waits for three seconds first. */
  private static Listing notOlder(Listing listing, long version) {
    if (listing.version() < version) {
      throw StatusException.tooLargeVersion(version, listing.version());
    }
    return listing;
  }

  private static Chunk chunk(
      Listing listing, Selection selection, @Nullable ObjectKey after, @Nullable Long limit) {
    List<KubeObject> all = listing.objects();
    int most = limit == null || limit <= 0 ? Integer.MAX_VALUE : (int) Math.min(limit, all.size());
    List<KubeObject> taken = new ArrayList<>(Math.min(most, all.size()));
    int more = 0;
    for (int i = after == null ? 0 : firstAfter(all, after); i < all.size(); i++) {
      if (!selection.matches(all.get(i))) {
        continue;
      }
      if (taken.size() < most) {
        taken.add(all.get(i));
      } else {
        more++;
      }
    }
    return more == 0
        ? new Chunk(listing.version(), taken, null, null)
        : new Chunk(
            listing.version(),
            taken,
            new ContinueToken(listing.version(), taken.getLast().key()),
            selection.selects() ? null : more);
  }

  private static int firstAfter(List<KubeObject> ordered, ObjectKey key) {
    List<ObjectKey> keys = new KeyView(ordered);
    int found = Collections.binarySearch(keys, key);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The keys of a list of objects. Threading: immutable. */
  private static final class KeyView extends AbstractList<ObjectKey> implements RandomAccess {
    private final List<KubeObject> objects;

    private KeyView(List<KubeObject> objects) {
      this.objects = objects;
    }

    @Override
    public ObjectKey get(int index) {
      return objects.get(index).key();
    }

    @Override
    public int size() {
      return objects.size();
    }
  }

  private static Reply expired(ContinueToken from) {
    ObjectNode status = StatusException.expired(ContinueToken.TOO_OLD).status();
    status
        .withObject("/metadata")
        .put("continue", new ContinueToken(ContinueToken.ANY, from.last()).encode());
    return Replies.json(410, status);
  }

  private Reply reply(Kind kind, Chunk chunk, Form form, Parameters query) {
    return switch (form) {
      case TABLE -> {
        ObjectNode table =
            Tables.of(kind, chunk.objects(), IncludeObject.of(query.text("includeObject")), clock);
        table.set("metadata", chunk.metadata());
        yield Replies.json(200, table);
      }
      case METADATA ->
          Reply.of(
              200,
              Replies.JSON,
              bytes(
                  "meta.k8s.io/v1",
                  "PartialObjectMetadataList",
                  chunk,
                  chunk.objects().stream().map(Partial::of).toList()));
      case OBJECT, DISCOVERY ->
          Reply.of(
              200,
              Replies.JSON,
              bytes(
                  kind.apiVersion(),
                  kind.name() + "List",
                  chunk,
                  chunk.objects().stream().map(KubeObject::json).toList()));
    };
  }

  private static byte[] bytes(String apiVersion, String kind, Chunk chunk, List<byte[]> items) {
    int size = items.stream().mapToInt(item -> item.length + 1).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(size + 512);
    ObjectNode head = Json.object().put("kind", kind).put("apiVersion", apiVersion);
    head.set("metadata", chunk.metadata());
    String text = head.toString();
    out.writeBytes(utf8(text.substring(0, text.length() - 1) + ",\"items\":["));
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.writeBytes(COMMA);
      }
      out.writeBytes(items.get(i));
    }
    out.writeBytes(utf8("]}\n"));
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As many as were deleted, in the form of a list. */
  static Reply ofDeleted(Kind kind, long version, List<KubeObject> objects) {
    Chunk chunk = new Chunk(version, objects, null, null);
    return Reply.of(
        200,
        Replies.JSON,
        bytes(
            kind.apiVersion(),
            kind.name() + "List",
            chunk,
            objects.stream().map(KubeObject::json).toList()));
  }
}
