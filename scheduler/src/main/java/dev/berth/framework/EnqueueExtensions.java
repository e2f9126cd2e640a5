package dev.berth.framework;

import java.util.List;

/**
 * Says which changes may make a pod schedulable that this plugin rejected.
 *
 * <p>Asked once, when the profile is built. A plugin that rejects pods and does not implement this
 * is woken by every change. A registration of Node Add without UpdateNodeTaint is given that too,
 * as upstream.
 *
 * <p>Mirrors {@code EnqueueExtensions}, Kubernetes 1.36.3.
 */
public interface EnqueueExtensions extends Plugin {
  List<EventRegistration> eventsToRegister();
}
