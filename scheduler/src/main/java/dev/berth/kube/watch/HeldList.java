package dev.berth.kube.watch;

import io.kubernetes.client.common.KubernetesListObject;
import io.kubernetes.client.openapi.models.V1ListMeta;
import java.util.List;

/**
 * A whole list of one kind, all pages together.
 *
 * <p>Threading: immutable.
 *
 * @param <H> the kind
 */
record HeldList<H extends Held>(String resourceVersion, List<H> items)
    implements KubernetesListObject {

  @Override
  public V1ListMeta getMetadata() {
    return new V1ListMeta().resourceVersion(resourceVersion);
  }

  @Override
  public List<H> getItems() {
    return items;
  }

  @Override
  public String getApiVersion() {
    return "v1"; // never read
  }

  @Override
  public String getKind() {
    return "List"; // never read
  }
}
