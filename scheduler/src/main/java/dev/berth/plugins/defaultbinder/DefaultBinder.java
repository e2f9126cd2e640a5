package dev.berth.plugins.defaultbinder;

import dev.berth.framework.BindPlugin;
import dev.berth.framework.Binder;
import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;

/**
 * Binds every pod with a Binding object at the API server.
 *
 * <p>Mirrors {@code plugins/defaultbinder/default_binder.go}, Kubernetes 1.36.3. Threading: any
 * thread, as its {@link Binder}.
 */
public final class DefaultBinder implements BindPlugin {

  public static final String NAME = "DefaultBinder";

  private final Binder binder;

  public DefaultBinder(Binder binder) {
    this.binder = binder;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status bind(CycleState state, PodInfo pod, String nodeName) throws InterruptedException {
    return binder.bind(pod, nodeName);
  }
}
