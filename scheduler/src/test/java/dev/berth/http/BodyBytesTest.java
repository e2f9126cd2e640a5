package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodyBytesTest {
  /** A few bytes at a time, as from a network. */
  private static InputStream slow(byte[] bytes, SplittableRandom random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1 + random.nextInt(9000)));
      }
    };
  }

  @ParameterizedTest(name = "{0} bytes, {1} announced")
  @CsvSource({
    "0, -1",
    "0, 0",
    "1, 1",
    "5, -1",
    "16384, 16384",
    "100000, 100000",
    "100000, -1",
    "40000, 90000"
  })
  void body_isWhatCame(int length, long announced) throws IOException {
    SplittableRandom random = new SplittableRandom(length);
    byte[] wantBody = new byte[length];
    random.nextBytes(wantBody);

    BodyBytes body = new BodyBytes(announced);
    InputStream in = slow(wantBody, random);
    int sum = 0;
    for (int count = body.readFrom(in); count >= 0; count = body.readFrom(in)) {
      sum += count;
      assertThat(body.size()).isEqualTo(sum);
    }

    assertThat(sum).isEqualTo(length);
    assertThat(body.toArray()).isEqualTo(wantBody);
  }
}
