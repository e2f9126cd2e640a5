package dev.berth.framework;

import dev.berth.model.Namespace;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.Service;
import dev.berth.model.StatefulSet;

/**
 * What plugins look up of kinds other than nodes and pods.
 *
 * <p>Threading: scheduler thread only; the content is that of now, and does not change during an
 * attempt.
 */
public interface Listers {
  Lister<Namespace> namespaces();

  Lister<Service> services();

  Lister<ReplicationController> replicationControllers();

  Lister<ReplicaSet> replicaSets();

  Lister<StatefulSet> statefulSets();
}
