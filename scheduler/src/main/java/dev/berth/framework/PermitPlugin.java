package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * The last word before binding: lets the pod go, rejects it, or holds it.
 *
 * <p>Success; {@link Status.Wait} holds the pod until each waiting plugin has allowed it through
 * {@link WaitingPods}, one has rejected it, or the shortest time-out has passed (at most 15
 * minutes); a rejection or Error undoes the reservation.
 *
 * <p>Mirrors {@code PermitPlugin}, Kubernetes 1.36.3.
 */
public interface PermitPlugin extends Plugin {
  Status permit(CycleState state, PodInfo pod, String nodeName);
}
