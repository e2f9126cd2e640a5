package dev.berth.framework;

/**
 * The table that turns a rejection into a small number and back; 0 is success.
 *
 * <p>Threading: the thread that owns the view.
 */
public interface StatusCodes {

  /** The code of the status, the same for equal statuses as long as the table lives. */
  int codeOf(Status status);

  Status statusOf(int code);

  /** Codes in use: every code is below this. */
  int size();
}
