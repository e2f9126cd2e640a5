package dev.berth.plugins.podtopologyspread;

import dev.berth.framework.Lister;
import dev.berth.framework.Listers;
import dev.berth.model.LabelSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.OwnerReference;
import dev.berth.model.PodInfo;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.Service;
import dev.berth.model.StatefulSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which pods belong together with a pod: those of the Services that it serves, and of the
 * controller that made it.
 *
 * <p>Mirrors {@code DefaultSelector}, plugins/helper/spread.go, Kubernetes 1.36.3. Threading:
 * scheduler thread only.
 */
final class DefaultSelector {
  private final Listers listers;

  DefaultSelector(Listers listers) {
    this.listers = listers;
  }

  /** Why the pod's selector cannot be told, or null. */
  @Nullable String missing(PodInfo pod) {
    String services = listers.services().missing();
    Lister<?> owners = ownersOf(pod.controller());
    return services != null || owners == null ? services : owners.missing();
  }

  private @Nullable Lister<?> ownersOf(@Nullable OwnerReference owner) {
    if (owner == null) {
      return null;
    }
    return switch (owner.apiVersion() + " " + owner.kind()) {
      case "v1 ReplicationController" -> listers.replicationControllers();
      case "apps/v1 ReplicaSet" -> listers.replicaSets();
      case "apps/v1 StatefulSet" -> listers.statefulSets();
      default -> null;
    };
  }

  /** The pods that belong together with this one; everything when nothing says so. */
  LabelSelector of(PodInfo pod) {
    Collection<Service> services = listers.services().in(pod.key().namespace());
    if (services.isEmpty() && pod.controller() == null) {
      return LabelSelector.EVERYTHING;
    }
    Map<String, String> labels = new TreeMap<>();
    for (Service service : services) {
      if (service.selects(pod)) {
        labels.putAll(service.selector().asMap());
      }
    }
    OwnerReference owner = pod.controller();
    Lister<?> owners = ownersOf(owner);
    Object found =
        owner == null || owners == null
            ? null
            : owners.find(new ObjectKey(pod.key().namespace(), owner.name()));
    // The labels of a ReplicationController replace those of Services, selectors come on top.
    return switch (found) {
      case ReplicationController controller -> {
        labels.putAll(controller.selector().asMap());
        yield LabelSelector.EVERYTHING.and(labels);
      }
      case ReplicaSet replicaSet -> LabelSelector.EVERYTHING.and(labels).and(replicaSet.selector());
      case StatefulSet statefulSet ->
          LabelSelector.EVERYTHING.and(labels).and(statefulSet.selector());
      case null, default -> LabelSelector.EVERYTHING.and(labels);
    };
  }
}
