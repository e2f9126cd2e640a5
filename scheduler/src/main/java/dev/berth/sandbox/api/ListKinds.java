package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.Kind;
import java.util.List;

/** Names that messages need, of what is no kind of object. Threading: immutable. */
final class ListKinds {
  /** What the query of a list or watch is decoded into upstream. */
  static final Kind OPTIONS =
      new Kind("meta.k8s.io", "v1", "ListOptions", "", false, List.of(), List.of(), List.of());

  private ListKinds() {}
}
