package dev.berth.http;

/**
 * What a request holds of the memory that all requests under way share: its body, and whatever its
 * handler says is made of that. All of it goes back when the request is answered.
 *
 * <p>Threading: one per request.
 */
public interface RequestMemory {

  /** What came of asking for more. */
  enum Taken {
    YES,

    /** Others hold it now. */
    NOT_NOW,

    /** No single request may hold so much. */
    NEVER
  }

  /** Of a request that is not counted. */
  RequestMemory UNLIMITED =
      new RequestMemory() {
        @Override
        public Taken take(long bytes) {
          return Taken.YES;
        }

        @Override
        public void giveBack(long bytes) {}

        @Override
        public long mostBytes() {
          return Long.MAX_VALUE;
        }
      };

  /** Takes more, all of it or nothing. */
  Taken take(long bytes);

  /** Gives back some of what was taken. */
  void giveBack(long bytes);

  /** So much one request may hold. */
  long mostBytes();
}
