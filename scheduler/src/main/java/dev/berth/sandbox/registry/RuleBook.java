package dev.berth.sandbox.registry;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.store.ObjectStore;
import java.time.InstantSource;
import java.util.Map;

/**
 * The rules of every kind, as served and as stored.
 *
 * <p>Threading: any thread.
 */
final class RuleBook {
  private final Map<Kind, KindRules> rules;

  RuleBook(ObjectStore store, PodAdmission admission, InstantSource clock) {
    rules =
        Map.ofEntries(
            Map.entry(Kinds.POD, new PodRules(admission, clock)),
            Map.entry(Kinds.NODE, new NodeRules()),
            Map.entry(Kinds.NAMESPACE, new NamespaceRules()),
            Map.entry(Kinds.CORE_EVENT, new EventRules(false)),
            Map.entry(Kinds.EVENT, new EventRules(true)),
            Map.entry(Kinds.LEASE, new LeaseRules()),
            Map.entry(Kinds.PRIORITY_CLASS, new PriorityClassRules(store)),
            Map.entry(Kinds.SERVICE_ACCOUNT, new PlainRules(false)),
            Map.entry(Kinds.SERVICE, new PlainRules(false)),
            Map.entry(Kinds.REPLICATION_CONTROLLER, new PlainRules(true)),
            Map.entry(Kinds.REPLICA_SET, new PlainRules(true)),
            Map.entry(Kinds.STATEFUL_SET, new PlainRules(true)),
            Map.entry(Kinds.POD_DISRUPTION_BUDGET, new PlainRules(true)),
            Map.entry(Kinds.PERSISTENT_VOLUME, new PlainRules(false)),
            Map.entry(Kinds.PERSISTENT_VOLUME_CLAIM, new PlainRules(false)),
            Map.entry(Kinds.CSI_NODE, new PlainRules(false)),
            Map.entry(Kinds.CSI_DRIVER, new PlainRules(false)),
            Map.entry(Kinds.CSI_STORAGE_CAPACITY, new PlainRules(false)),
            Map.entry(Kinds.VOLUME_ATTACHMENT, new PlainRules(false)),
            Map.entry(Kinds.STORAGE_CLASS, new StorageClassRules()),
            Map.entry(Kinds.DEVICE_CLASS, new PlainRules(true)),
            Map.entry(Kinds.RESOURCE_CLAIM, new PlainRules(true)),
            Map.entry(Kinds.RESOURCE_SLICE, new PlainRules(true)));
  }

  KindRules of(Kind kind) {
    KindRules found = rules.get(kind);
    if (found == null) {
      throw new IllegalArgumentException("no rules: " + kind + " (Maybe add them here?)");
    }
    return found;
  }
}
