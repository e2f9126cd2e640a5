package dev.berth.extender;

import dev.berth.http.Reply;

/** The answers that all verbs share. Threading: any thread. */
final class Replies {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final String JSON = "application/json";

  private Replies() {}

  static Reply ok(byte[] json) {
    return Reply.of(OK, JSON, json);
  }

  /** For results that have no field for an error; only 200 carries a result. */
  static Reply badRequest(String text) {
    return refused(BAD_REQUEST, text);
  }

  static Reply refused(int status, String text) {
    return Reply.of(status, JSON, error(text));
  }

  /** {@code {"Error": text}}. */
  static byte[] error(String text) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("Error", text);
          json.writeEndObject();
        });
  }
}
