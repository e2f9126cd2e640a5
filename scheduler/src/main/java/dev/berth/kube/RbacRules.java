package dev.berth.kube;

import java.util.List;

/**
 * What Berth may do in a cluster: every permission that it uses, why, and what it does without.
 *
 * <p>The manifests grant exactly these ({@code manifests/install/permissions.yaml}), {@code berth
 * doctor} asks for each. Threading: immutable.
 */
public final class RbacRules {
  private static final String CORE = "";
  private static final List<String> LIST_WATCH = List.of("list", "watch");
  private static final String SPREADING =
      "to know which pods belong together and are spread by default";
  private static final String NOT_SPREAD =
      "pods of %s are not spread over nodes and zones, unless they say how";

  private static final String STORAGE = "storage.k8s.io";
  private static final List<String> READ_AND_PATCH = List.of("get", "patch");
  private static final String NO_BINDING =
      "pods whose claims wait for their first consumer are tried again and again";
  private static final String NO_VOLUMES =
      "pods that need to know of it for a volume are unschedulable";

  /** Who schedules needs them all; who only answers extender calls does not. */
  public static final List<Rule> ALL =
      List.of(
          cluster(
              CORE,
              "pods",
              List.of("get", "list", "watch"),
              Need.REQUIRED,
              "to see the pods that wait and those that hold nodes, and to read one back after a"
                  + " binding whose outcome is not known",
              "nothing is scheduled"),
          cluster(
              CORE,
              "pods/binding",
              List.of("create"),
              Need.REQUIRED,
              "to put a pod on its node",
              "no pod can be placed"),
          cluster(
              CORE,
              "nodes",
              List.of("list", "watch"),
              Need.REQUIRED,
              "to know what can be placed where",
              "nothing is scheduled"),
          cluster(
              CORE,
              "pods/status",
              List.of("patch"),
              Need.DEGRADES,
              "to write why a pod fits nowhere into its condition, and its nominated node",
              "kubectl describe does not say why a pod is pending, and cluster autoscalers do not"
                  + " see it"),
          cluster(
              "events.k8s.io",
              "events",
              List.of("create", "patch"),
              Need.DEGRADES,
              "to write the events Scheduled and FailedScheduling",
              "pods have no events of scheduling"),
          cluster(
              CORE,
              "namespaces",
              LIST_WATCH,
              Need.DEGRADES,
              "to know which namespaces an affinity term selects by label",
              "pods with such a term, and pods that such a term of a placed pod may mean, are"
                  + " unschedulable"),
          cluster(
              CORE,
              "services",
              LIST_WATCH,
              Need.DEGRADES,
              SPREADING,
              "pods without constraints of their own are not spread over nodes and zones"),
          cluster(
              CORE,
              "replicationcontrollers",
              LIST_WATCH,
              Need.DEGRADES,
              SPREADING,
              NOT_SPREAD.formatted("ReplicationControllers")),
          cluster(
              "apps",
              "replicasets",
              LIST_WATCH,
              Need.DEGRADES,
              SPREADING,
              NOT_SPREAD.formatted("ReplicaSets")),
          cluster(
              "apps",
              "statefulsets",
              LIST_WATCH,
              Need.DEGRADES,
              SPREADING,
              NOT_SPREAD.formatted("StatefulSets")),
          cluster(
              CORE,
              "persistentvolumes",
              LIST_WATCH,
              Need.DEGRADES,
              "to know where volumes are and which are free",
              NO_VOLUMES),
          cluster(
              CORE,
              "persistentvolumeclaims",
              LIST_WATCH,
              Need.DEGRADES,
              "to know which volumes a pod needs",
              NO_VOLUMES),
          cluster(
              CORE,
              "persistentvolumes",
              READ_AND_PATCH,
              Need.DEGRADES,
              "to set a free volume aside for the claim of a pod, and to read it back when the"
                  + " outcome is not known",
              NO_BINDING),
          cluster(
              CORE,
              "persistentvolumeclaims",
              READ_AND_PATCH,
              Need.DEGRADES,
              "to name the node for which a volume is to be provisioned, and to read the claim back"
                  + " when the outcome is not known",
              NO_BINDING),
          cluster(
              STORAGE,
              "storageclasses",
              LIST_WATCH,
              Need.DEGRADES,
              "to know how claims come to a volume",
              NO_VOLUMES),
          cluster(
              STORAGE,
              "csinodes",
              LIST_WATCH,
              Need.DEGRADES,
              "to know how many volumes a node can attach",
              NO_VOLUMES),
          cluster(
              STORAGE,
              "csidrivers",
              LIST_WATCH,
              Need.DEGRADES,
              "to know which drivers report what storage is left",
              NO_VOLUMES),
          cluster(
              STORAGE,
              "csistoragecapacities",
              LIST_WATCH,
              Need.DEGRADES,
              "to know where storage is left",
              NO_VOLUMES),
          cluster(
              STORAGE,
              "volumeattachments",
              LIST_WATCH,
              Need.DEGRADES,
              "to know which volumes are attached to a node",
              NO_VOLUMES),
          cluster(
              "policy",
              "poddisruptionbudgets",
              LIST_WATCH,
              Need.DEGRADES,
              "to know which pods may be evicted for one of higher priority",
              "no pod is evicted for another one"),
          cluster(
              "resource.k8s.io",
              "deviceclasses",
              LIST_WATCH,
              Need.DEGRADES,
              "to know what claims mean by the name of a class, and which extended resources are"
                  + " backed by devices",
              "pods with resource claims, and some with extended resources, are unschedulable"),
          cluster(
              "resource.k8s.io",
              "resourceclaims",
              List.of("get", "list", "watch", "create", "patch", "delete"),
              Need.DEGRADES,
              "to know what claims ask for and which devices are taken, to protect claims with"
                  + " devices from deletion, and to make and delete those for extended resources",
              "pods with resource claims are unschedulable"),
          cluster(
              "resource.k8s.io",
              "resourceclaims/status",
              List.of("patch"),
              Need.DEGRADES,
              "to write which devices a claim has, and which pods use it",
              "pods with resource claims cannot be bound"),
          cluster(
              "resource.k8s.io",
              "resourceclaims/binding",
              List.of("patch"),
              Need.DEGRADES,
              "the same, for API servers that tell the parts of that status from each other",
              "pods with resource claims cannot be bound"),
          cluster(
              "resource.k8s.io",
              "resourceslices",
              LIST_WATCH,
              Need.DEGRADES,
              "to know which devices there are",
              "pods with resource claims are unschedulable"),
          cluster(
              "authentication.k8s.io",
              "tokenreviews",
              List.of("create"),
              Need.DEGRADES,
              "to know who asks on port 10259",
              "/metrics, /configz and berth why refuse callers that come with a token"),
          cluster(
              "authorization.k8s.io",
              "subjectaccessreviews",
              List.of("create"),
              Need.DEGRADES,
              "to know what callers on port 10259 may ask",
              "/metrics, /configz and berth why refuse everybody but administrators"),
          new Rule(
              "coordination.k8s.io",
              "leases",
              List.of("get", "update"),
              Scope.LEASE,
              Need.REQUIRED,
              "to agree with other replicas on one that schedules",
              "no replica becomes the leader, unless leaderElect is false"));

  private RbacRules() {}

  private static Rule cluster(
      String group, String resource, List<String> verbs, Need need, String why, String without) {
    return new Rule(group, resource, verbs, Scope.CLUSTER, need, why, without);
  }

  /** Where a permission must hold. */
  public enum Scope {
    /** Everywhere. */
    CLUSTER,
    /** For the Lease of the configuration alone. */
    LEASE
  }

  /** Whether there is a scheduler without it. */
  public enum Need {
    REQUIRED,
    DEGRADES
  }

  /**
   * One rule.
   *
   * @param group of the API, "" for core
   * @param resource with its subresource, as RBAC writes it
   * @param why an infinitive, for people
   * @param without what happens without it
   */
  public record Rule(
      String group,
      String resource,
      List<String> verbs,
      Scope scope,
      Need need,
      String why,
      String without) {
    public Rule {
      verbs = List.copyOf(verbs);
    }
  }
}
