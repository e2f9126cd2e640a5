package dev.berth.http;

import java.util.List;
import java.util.Map;

/**
 * Who somebody is in the cluster.
 *
 * <p>Threading: immutable.
 *
 * @param uid "" when there is none
 * @param extra what else the cluster's authentication says about the user
 */
public record Identity(
    String user, String uid, List<String> groups, Map<String, List<String>> extra) {
  public Identity {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }
}
