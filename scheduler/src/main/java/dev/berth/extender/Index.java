package dev.berth.extender;

import com.google.common.base.Strings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a person reads who opens the facade in a browser. Threading: any thread. */
final class Index {
  private Index() {}

  /**
   * @param scheme http or https
   */
  static String text(
      String version,
      String scheme,
      ExtenderPaths paths,
      List<String> profiles,
      NodeKnowledge knowledge) {
    String prefix = paths.prefix() + "/";
    return """
    berth %s, a scheduler extender

    %s
    Profiles: %s. The first one judges pods whose schedulerName is none of them;
    %sPROFILE/VERB chooses one. kube-scheduler is told of it with
    {urlPrefix: "%s://HOST:PORT%s", %sfilterVerb: %s, prioritizeVerb: %s, weight: 1, nodeCacheCapable: %s}
    """
        .formatted(
            version,
            served(prefix, paths),
            String.join(", ", profiles),
            prefix,
            scheme,
            paths.prefix(),
            scheme.equals("https") ? "enableHTTPS: true, " : "",
            paths.filter(),
            paths.prioritize(),
            knowledge == NodeKnowledge.OF_THE_CLUSTER);
  }

  private static String served(String prefix, ExtenderPaths paths) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put(
        "POST " + prefix + paths.filter(),
        "which of the offered nodes a pod fits on, and why not on the others");
    about.put("POST " + prefix + paths.prioritize(), "how good each of them is, 0 to 10");
    about.put("POST " + prefix + paths.bind(), "binds a pod to a node");
    about.put(
        "POST " + prefix + paths.preempt(),
        "on which nodes a pod would fit once the proposed victims are gone");
    about.put("GET  " + prefix + "openapi.json", "the same for machines");
    int width = about.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder lines = new StringBuilder();
    about.forEach(
        (what, text) ->
            lines.append(Strings.padEnd(what, width + 2, ' ')).append(text).append('\n'));
    return lines.toString();
  }
}
