package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.devices.AllocatedConfig;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceConfig;
import dev.berth.model.devices.NodeReach;
import dev.berth.plugins.dynamicresources.allocation.ClaimPlan.RequestPlan;
import dev.berth.plugins.dynamicresources.allocation.Picks.Pick;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a search found, as claims' statuses show it.
 *
 * <p>Mirrors the last part of {@code Allocate} and {@code createNodeSelector},
 * allocator_incubating.go, Kubernetes 1.36.3. As there, configuration for several requests of a
 * claim is written once for each.
 *
 * <p>Threading: any thread.
 */
final class AllocationResults {
  private AllocationResults() {}

  /**
   * The allocation of one claim.
   *
   * @param plan with the alternatives that were chosen
   */
  static Allocation of(ClaimPlan plan, List<Pick> picks, String nodeName)
      throws AllocationException {
    List<AllocatedDevice> devices = new ArrayList<>(picks.size());
    for (Pick pick : picks) {
      devices.add(device(pick));
    }
    List<AllocatedConfig> config = classConfig(plan);
    config.addAll(claimConfig(plan));
    return new Allocation(devices, config, nodeSelector(plan, picks, nodeName), null);
  }

  private static AllocatedDevice device(Pick pick) {
    Candidate candidate = pick.candidate();
    return new AllocatedDevice(
        pick.wish().name().full(),
        candidate.id(),
        pick.wish().adminAccess(),
        pick.wish().wanted().tolerations(),
        candidate.device().binding().conditions(),
        candidate.device().binding().failureConditions(),
        pick.shareId(),
        pick.consumed());
  }

  /** The configuration of each class once, for all requests that use the class. */
  private static List<AllocatedConfig> classConfig(ClaimPlan plan) {
    Map<String, List<String>> requestsByClass = new LinkedHashMap<>();
    Map<String, List<DeviceConfig>> configByClass = new LinkedHashMap<>();
    for (RequestPlan request : plan.requests()) {
      Wish wish = request.chosen();
      String className = wish.deviceClass().key().name();
      requestsByClass.computeIfAbsent(className, name -> new ArrayList<>()).add(wish.name().full());
      configByClass.putIfAbsent(className, wish.deviceClass().config());
    }
    List<AllocatedConfig> all = new ArrayList<>();
    requestsByClass.forEach(
        (className, requests) -> {
          for (DeviceConfig config : configByClass.getOrDefault(className, List.of())) {
            all.add(
                new AllocatedConfig(
                    AllocatedConfig.FROM_CLASS, new DeviceConfig(requests, config.opaque())));
          }
        });
    return all;
  }

  private static List<AllocatedConfig> claimConfig(ClaimPlan plan) {
    List<AllocatedConfig> all = new ArrayList<>();
    for (DeviceConfig config : plan.claim().spec().config()) {
      AllocatedConfig allocated = new AllocatedConfig(AllocatedConfig.FROM_CLAIM, config);
      if (config.requests().isEmpty()) {
        all.add(allocated);
      }
      for (RequestPlan request : plan.requests()) {
        if (config.requests().contains(request.name())
            || config.requests().contains(request.chosen().name().full())) {
          all.add(allocated);
        }
      }
    }
    return all;
  }

  /** The nodes from which all devices can be used; null when that is all nodes. */
  private static @Nullable NodeSelector nodeSelector(
      ClaimPlan plan, List<Pick> picks, String nodeName) throws AllocationException {
    List<NodeRequirement> fields = new ArrayList<>();
    List<NodeRequirement> expressions = new ArrayList<>();
    for (Pick pick : picks) {
      NodeReach reach = pick.candidate().reach();
      if (reach instanceof NodeReach.OneNode || pick.candidate().device().binding().toNode()) {
        return onlyNode(nodeName);
      }
      if (!(reach instanceof NodeReach.Selected(var selector)) || selector.terms().isEmpty()) {
        continue;
      }
      if (selector.terms().size() > 1) {
        throw new AllocationException(
            "create NodeSelector for claim "
                + plan.claim().key().name()
                + ": unsupported ResourceSlice.NodeSelector with "
                + selector.terms().size()
                + " terms");
      }
      addNew(fields, selector.terms().getFirst().matchFields());
      addNew(expressions, selector.terms().getFirst().matchExpressions());
    }
    return fields.isEmpty() && expressions.isEmpty()
        ? null
        : NodeSelector.of(List.of(NodeSelectorTerm.of(expressions, fields)));
  }

  private static NodeSelector onlyNode(String nodeName) {
    NodeRequirement name = new NodeRequirement("metadata.name", "In", List.of(nodeName));
    return NodeSelector.of(List.of(NodeSelectorTerm.of(List.of(), List.of(name))));
  }

  private static void addNew(List<NodeRequirement> all, List<NodeRequirement> more) {
    for (NodeRequirement requirement : more) {
      if (all.stream().noneMatch(known -> isSame(known, requirement))) {
        all.add(requirement);
      }
    }
  }

  /** The order of the values does not matter. */
  private static boolean isSame(NodeRequirement a, NodeRequirement b) {
    Set<String> values = new HashSet<>(a.values());
    return a.key().equals(b.key())
        && a.operator().equals(b.operator())
        && values.equals(new HashSet<>(b.values()));
  }
}
