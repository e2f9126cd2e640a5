package dev.berth.sandbox.table;

import static dev.berth.sandbox.table.Column.age;
import static dev.berth.sandbox.table.Column.naming;
import static dev.berth.sandbox.table.Column.plain;
import static dev.berth.sandbox.table.Column.wide;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of each kind, with the names, types and priorities of kube-apiserver.
 *
 * <p>Mirrors {@code AddHandlers} of {@code pkg/printers/internalversion/printers.go}, Kubernetes
 * 1.36.3; the descriptions, which kubectl does not print, are our own. Threading: immutable.
 */
final class Layouts {
  private static final Layout PODS =
      new Layout(
          List.of(
              naming(0),
              plain("Ready", "How many of its containers take traffic."),
              plain("Status", "What its containers do, in one word."),
              plain("Restarts", "How often containers were restarted, and when last."),
              age(),
              wide("IP", "Its address in the cluster."),
              wide("Node", "The node it is bound to."),
              wide("Nominated Node", "The node that is being cleared for it."),
              wide("Readiness Gates", "How many of its own conditions of readiness are true.")),
          PodCells::add);

  private static final Layout NODES =
      new Layout(
          List.of(
              naming(0),
              plain("Status", "Whether it is ready, and closed for new pods."),
              plain("Roles", "The roles that its labels tell."),
              age(),
              plain("Version", "The version of its kubelet."),
              wide("Internal-IP", "Its first address in the cluster."),
              wide("External-IP", "Its first address outside."),
              wide("OS-Image", "Its operating system."),
              wide("Kernel-Version", "Its kernel."),
              wide("Container-Runtime", "What runs its containers.")),
          NodeCells::add);

  private static final Layout EVENTS =
      new Layout(
          List.of(
              plain("Last Seen", "The time since it was last observed."),
              plain("Type", "Normal or Warning."),
              plain("Reason", "One word for why."),
              plain("Object", "What it is about."),
              wide("Subobject", "The part of the object it is about."),
              wide("Source", "Who reports it."),
              plain("Message", "What happened."),
              wide("First Seen", "The time since it was first observed."),
              wide("Count", "How often it was observed."),
              naming(1)),
          EventCells::add);

  private static final Layout NAMESPACES =
      new Layout(
          List.of(naming(0), plain("Status", "Whether it is active."), age()),
          (namespace, cells, age) ->
              cells
                  .add(namespace.at("/metadata/name").asText())
                  .add(namespace.at("/status/phase").asText())
                  .add(age.of(namespace.at("/metadata/creationTimestamp"))));

  private static final Layout LEASES =
      new Layout(
          List.of(naming(0), plain("Holder", "Who holds it."), age()),
          (lease, cells, age) ->
              cells
                  .add(lease.at("/metadata/name").asText())
                  .add(lease.at("/spec/holderIdentity").asText(""))
                  .add(age.of(lease.at("/metadata/creationTimestamp"))));

  private static final Layout PRIORITY_CLASSES =
      new Layout(
          List.of(
              naming(0),
              new Column("Value", "integer", "", 0, "The priority that its pods get."),
              new Column(
                  "Global-Default", "boolean", "", 0, "Whether pods without a class get it."),
              age(),
              plain("PreemptionPolicy", "Whether its pods may evict others.")),
          (priorityClass, cells, age) ->
              cells
                  .add(priorityClass.at("/metadata/name").asText())
                  .add(priorityClass.path("value").asLong())
                  .add(priorityClass.path("globalDefault").asBoolean())
                  .add(age.of(priorityClass.at("/metadata/creationTimestamp")))
                  .add(priorityClass.path("preemptionPolicy").asText()));

  /** Of kinds that have nothing more to show. */
  private static final Layout NAMES =
      new Layout(
          List.of(naming(0), age()),
          (object, cells, age) ->
              cells
                  .add(object.at("/metadata/name").asText())
                  .add(age.of(object.at("/metadata/creationTimestamp"))));

  private static final Map<Kind, Layout> OF =
      Map.of(
          Kinds.POD, PODS,
          Kinds.NODE, NODES,
          Kinds.CORE_EVENT, EVENTS,
          Kinds.EVENT, EVENTS,
          Kinds.NAMESPACE, NAMESPACES,
          Kinds.LEASE, LEASES,
          Kinds.PRIORITY_CLASS, PRIORITY_CLASSES);

  private Layouts() {}

  static Layout ofKind(Kind kind) {
    @Nullable Layout layout = OF.get(kind);
    return layout == null ? NAMES : layout;
  }
}
