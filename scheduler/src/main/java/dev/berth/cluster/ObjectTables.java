package dev.berth.cluster;

import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.model.ClusterObject;
import dev.berth.model.Namespace;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.Service;
import dev.berth.model.StatefulSet;

/**
 * The mirror's objects that are neither nodes nor pods.
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class ObjectTables implements Listers {
  private final ObjectTable<Namespace> namespaces = new ObjectTable<>();
  private final ObjectTable<Service> services = new ObjectTable<>();
  private final ObjectTable<ReplicationController> replicationControllers = new ObjectTable<>();
  private final ObjectTable<ReplicaSet> replicaSets = new ObjectTable<>();
  private final ObjectTable<StatefulSet> statefulSets = new ObjectTable<>();

  void put(ClusterObject object) {
    switch (object) {
      case Namespace namespace -> namespaces.put(namespace);
      case Service service -> services.put(service);
      case ReplicationController controller -> replicationControllers.put(controller);
      case ReplicaSet replicaSet -> replicaSets.put(replicaSet);
      case StatefulSet statefulSet -> statefulSets.put(statefulSet);
    }
  }

  ObjectTable<?> table(ClusterObject.Kind kind) {
    return switch (kind) {
      case NAMESPACE -> namespaces;
      case SERVICE -> services;
      case REPLICATION_CONTROLLER -> replicationControllers;
      case REPLICA_SET -> replicaSets;
      case STATEFUL_SET -> statefulSets;
    };
  }

  @Override
  public Lister<Namespace> namespaces() {
    return namespaces;
  }

  @Override
  public Lister<Service> services() {
    return services;
  }

  @Override
  public Lister<ReplicationController> replicationControllers() {
    return replicationControllers;
  }

  @Override
  public Lister<ReplicaSet> replicaSets() {
    return replicaSets;
  }

  @Override
  public Lister<StatefulSet> statefulSets() {
    return statefulSets;
  }
}
