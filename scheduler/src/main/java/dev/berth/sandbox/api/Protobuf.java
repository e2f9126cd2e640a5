package dev.berth.sandbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.api.ProtobufShape.Field;
import dev.berth.sandbox.objects.Json;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the few kinds that kubectl sends in no other form than protobuf: {@code create namespace},
 * {@code auth can-i} and the like. A field that is not known makes the whole unreadable: nothing is
 * dropped silently.
 *
 * <p>Threading: any thread.
 */
final class Protobuf {
  static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  /** Something that is not understood. */
  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Protobuf() {}

  /** The object, or null when it is none of the few. */
  static @Nullable ObjectNode object(byte[] body) {
    try {
      return enveloped(body);
    } catch (UnreadableException | BufferUnderflowException | IllegalArgumentException _) {
      return null;
    }
  }

  /** Type and content, in a message of their own: {@code runtime.Unknown}. */
  private static @Nullable ObjectNode enveloped(byte[] body) {
    int magic = MAGIC.length;
    if (body.length < magic || !Arrays.equals(MAGIC, 0, magic, body, 0, magic)) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(body, magic, body.length - magic).slice();
    ObjectNode object = Json.object();
    ByteBuffer content = ByteBuffer.allocate(0);
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      ByteBuffer bytes = bytes(tag, in);
      switch (tag >>> 3) {
        case 1 -> read(bytes, ProtobufShape.TYPE, object);
        case 2 -> content = bytes;
        case 3, 4 -> {} // how the content is encoded: not at all
        default -> throw new UnreadableException();
      }
    }
    ProtobufShape shape = ProtobufShape.ofKind(object.path("kind").asText());
    if (shape == null) {
      return null;
    }
    read(content, shape, object);
    return object;
  }

  private static void read(ByteBuffer in, ProtobufShape shape, ObjectNode into) {
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      switch (shape.fields().get(tag >>> 3)) {
        case null -> throw new UnreadableException();
        case Field.Text(String name) -> into.put(name, text(bytes(tag, in)));
        case Field.Texts(String name) -> into.withArray("/" + name).add(text(bytes(tag, in)));
        case Field.Whole(String name) -> into.put(name, number(tag, in));
        case Field.Flag(String name) -> into.put(name, number(tag, in) != 0);
        case Field.Entries(String name) -> addEntry(bytes(tag, in), into.withObject("/" + name));
        case Field.Nested(String name, ProtobufShape inner) ->
            read(bytes(tag, in), inner, into.withObject("/" + name));
        case Field.Ignored() -> skip(tag, in);
      }
    }
  }

  private static void addEntry(ByteBuffer entry, ObjectNode into) {
    String key = "";
    String value = "";
    while (entry.hasRemaining()) {
      int tag = (int) varint(entry);
      String text = text(bytes(tag, entry));
      if (tag >>> 3 == 1) {
        key = text;
      } else {
        value = text;
      }
    }
    into.put(key, value);
  }

  private static void skip(int tag, ByteBuffer in) {
    if ((tag & 7) == VARINT) {
      varint(in);
    } else {
      bytes(tag, in);
    }
  }

  private static long number(int tag, ByteBuffer in) {
    if ((tag & 7) != VARINT) {
      throw new UnreadableException();
    }
    return varint(in);
  }

  private static ByteBuffer bytes(int tag, ByteBuffer in) {
    if ((tag & 7) != BYTES) {
      throw new UnreadableException();
    }
    int length = (int) varint(in);
    ByteBuffer bytes = in.slice(in.position(), length).slice();
    in.position(in.position() + length);
    return bytes;
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new UnreadableException();
  }
}
