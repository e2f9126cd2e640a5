package dev.berth.extender;

import java.util.List;

/** What a person reads who opens the facade in a browser. Threading: any thread. */
final class Index {
  private Index() {}

  static String text(
      String version, ExtenderPaths paths, List<String> profiles, NodeKnowledge knowledge) {
    String prefix = paths.prefix() + "/";
    return """
    berth %s, a scheduler extender

    POST %s  which of the offered nodes a pod fits on, and why not on the others
    POST %s  how good each of them is, 0 to 10
    POST %s  binds a pod to a node
    POST %s  on which nodes a pod would fit once the proposed victims are gone
    GET  %s  the same for machines

    Profiles: %s. The first one judges pods whose schedulerName is none of them;
    %sPROFILE/VERB chooses one. kube-scheduler is told of it with
    {urlPrefix: "http://HOST:PORT%s", filterVerb: %s, prioritizeVerb: %s, weight: 1, nodeCacheCapable: %s}
    """
        .formatted(
            version,
            prefix + paths.filter(),
            prefix + paths.prioritize(),
            prefix + paths.bind(),
            prefix + paths.preempt(),
            prefix + "openapi.json",
            String.join(", ", profiles),
            prefix,
            paths.prefix(),
            paths.filter(),
            paths.prioritize(),
            knowledge == NodeKnowledge.OF_THE_CLUSTER);
  }
}
