package dev.berth.framework;

/**
 * The root of every extension point: something with a name that a profile can enable.
 *
 * <p>One instance serves one profile for the life of the process. A plugin implements any number of
 * extension-point interfaces; where a profile enables it for a point that it implements, it is
 * called there.
 *
 * <p>Threading: every method is called on the scheduler thread, except {@link
 * PreBindPlugin#preBind} and {@link BindPlugin#bind}, which run on one virtual thread per pod. A
 * plugin that throws is taken to have answered {@link Status.Error}; it never ends the scheduler.
 *
 * <p>Mirrors {@code framework.Plugin}, Kubernetes 1.36.3.
 */
public interface Plugin {

  /** The name that configuration, messages and metrics use; constant, unique within a registry. */
  String name();
}
