package dev.berth.kube.watch;

import dev.berth.cycle.Message;
import dev.berth.kube.decode.ObjectIdentity;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ObjectMeta;

/**
 * What an informer's cache holds of one object: who it is, and the message that tells of it.
 *
 * <p>There is a subclass per kind because the informer factory keys informers by class.
 *
 * <p>Threading: immutable.
 */
abstract class Held implements KubernetesObject {
  private final ObjectIdentity identity;
  private final Message news;

  Held(ObjectIdentity identity, Message news) {
    this.identity = identity;
    this.news = news;
  }

  ObjectIdentity identity() {
    return identity;
  }

  /** {@code namespace/name}, with nothing before the slash for kinds without namespaces. */
  final String key() {
    return identity.namespace() + "/" + identity.name();
  }

  /** What the loop is told when the informer shows this object. */
  Message news() {
    return news;
  }

  /** What the loop is told when the object is no more. */
  abstract Message gone();

  /** Made anew each time: the generated class is large and can be changed by who gets it. */
  @Override
  public final V1ObjectMeta getMetadata() {
    return new V1ObjectMeta()
        .namespace(identity.namespace())
        .name(identity.name())
        .uid(identity.uid())
        .resourceVersion(identity.resourceVersion());
  }

  @Override
  public final String getApiVersion() {
    return "v1"; // never read; an empty one would be filled in
  }

  @Override
  public final String getKind() {
    return identity.kind();
  }

  /** Does nothing: the reflector complains when there is no such method, and never calls it. */
  public final void setApiVersion(String apiVersion) {}

  /** Does nothing, likewise. */
  public final void setKind(String kind) {}
}
