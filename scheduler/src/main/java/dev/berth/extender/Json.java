package dev.berth.extender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.berth.http.RequestMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes JSON into memory, with the null of Go for what is absent. Threading: any thread. */
final class Json {

  /** Writes with a generator. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** A text that was cut in the middle of a character cannot be written as UTF-8. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  /** A text that is as long as we make it. */
  static byte[] bytes(Content content) {
    try {
      return bytes(new Meter(RequestMemory.UNLIMITED, 0), content);
    } catch (RefusedRequest impossible) {
      throw new UncheckedIOException(impossible); // without limit
    }
  }

  /** A text that grows with the request, paid for as it is written. */
  static byte[] bytes(Meter meter, Content content) throws RefusedRequest {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(new Paid(out, meter))) {
      content.write(json);
    } catch (RefusedRequest tooMuch) {
      throw tooMuch;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // it is in memory
    }
    return out.toByteArray();
  }

  /** Pays for each byte three times: it is copied as the text grows. */
  private static final class Paid extends OutputStream {
    private static final long COPIES = 3;

    private final OutputStream to;
    private final Meter meter;

    private Paid(OutputStream to, Meter meter) {
      this.to = to;
      this.meter = meter;
    }

    @Override
    public void write(int oneByte) throws IOException {
      meter.take(COPIES);
      to.write(oneByte);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      meter.take(COPIES * length);
      to.write(bytes, start, length);
    }
  }
}
