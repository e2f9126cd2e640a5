package dev.berth.cycle;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.util.List;

/** Several listeners as one, told in order. Threading: scheduler thread only. */
public record CycleListeners(List<CycleListener> all) implements CycleListener {

  public CycleListeners {
    all = List.copyOf(all);
  }

  @Override
  public void decided(Attempt attempt) {
    all.forEach(listener -> listener.decided(attempt));
  }

  @Override
  public void bound(PodInfo pod, String nodeName) {
    all.forEach(listener -> listener.bound(pod, nodeName));
  }

  @Override
  public void undone(PodInfo pod, String nodeName, Status status) {
    all.forEach(listener -> listener.undone(pod, nodeName, status));
  }

  @Override
  public void ended(AttemptEnd end) {
    all.forEach(listener -> listener.ended(end));
  }

  @Override
  public void skipped(PodInfo pod) {
    all.forEach(listener -> listener.skipped(pod));
  }

  @Override
  public void permitWaited(Status outcome, long nanos) {
    all.forEach(listener -> listener.permitWaited(outcome, nanos));
  }

  @Override
  public void handled(ClusterEvent event, long nanos) {
    for (CycleListener listener : all) {
      listener.handled(event, nanos);
    }
  }

  @Override
  public void placedElsewhere(PodInfo pod, String assumedNode) {
    all.forEach(listener -> listener.placedElsewhere(pod, assumedNode));
  }
}
