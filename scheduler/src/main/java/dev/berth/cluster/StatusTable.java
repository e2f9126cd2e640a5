package dev.berth.cluster;

import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Statuses by code and codes by status; equal statuses share a code, which never changes its
 * meaning.
 *
 * <p>It only grows: the memo store replaces a table that has become too large by a new one. So
 * whoever keeps codes keeps the table beside them and compares it by identity. Threading: the
 * thread that owns the view.
 */
final class StatusTable implements StatusCodes {

  private final List<Status> statuses = new ArrayList<>();
  private final Map<Status, Integer> codes = new HashMap<>();

  StatusTable() {
    statuses.add(Status.success());
  }

  @Override
  public int codeOf(Status status) {
    if (status.isSuccess()) {
      return 0;
    }
    Integer known = codes.get(status);
    if (known != null) {
      return known;
    }
    int code = statuses.size();
    statuses.add(status);
    codes.put(status, code);
    return code;
  }

  @Override
  public Status statusOf(int code) {
    return statuses.get(code);
  }

  @Override
  public int size() {
    return statuses.size();
  }
}
