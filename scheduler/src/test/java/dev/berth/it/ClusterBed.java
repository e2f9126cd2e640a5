package dev.berth.it;

import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.ControlPlane.Component;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A control plane for all tests of a class, which each of them finds without pods and nodes, and
 * the history of the pods of each.
 *
 * <p>All of it is there before the class's own methods that set up, and until after those that
 * clear away. Threading: the thread of the tests; it alone writes the fields, for the tests to
 * read.
 */
final class ClusterBed
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private final Component[] components;

  @SuppressWarnings("NullAway.Init") // JUnit calls beforeAll before anybody can read it
  ControlPlane controlPlane;

  @SuppressWarnings("NullAway.Init") // as above
  ApiServer api;

  /** Of the pods of the test that runs. */
  @SuppressWarnings("NullAway.Init") // JUnit calls beforeEach before anybody can read it
  PodHistory history;

  private ClusterBed(Component... components) {
    this.components = components;
  }

  /**
   * To be registered in a static field.
   *
   * @param components beside etcd and kube-apiserver
   */
  static ClusterBed with(Component... components) {
    return new ClusterBed(components);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    controlPlane = ControlPlane.start(components);
    api = new ApiServer(controlPlane);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    api.clear();
    history = PodHistory.of(api);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    history.close();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    api.close();
    controlPlane.close();
  }
}
