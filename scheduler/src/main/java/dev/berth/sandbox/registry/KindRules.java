package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.registry.Registry.Part;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to one kind: the strategy and the admission of kube-apiserver.
 *
 * <p>A create calls {@code admit}, {@code complete}, {@code prepare} and {@code check}, in this
 * order; an update {@code complete}, {@code prepareUpdate} and {@code checkUpdate}. All are called
 * with tidied trees of their own, may run inside a write of the store, and throw {@link
 * dev.berth.sandbox.objects.StatusException} for what is refused outright. Threading: any thread.
 */
interface KindRules {

  /** The form that names of this kind have. */
  Names.Form names();

  /** Whether updates without a version are taken as they come. */
  default boolean allowsUnconditionalUpdate() {
    return true;
  }

  /** Fills in what a new object gets from elsewhere in the cluster, or refuses it. */
  default void admit(ObjectNode created) {}

  /**
   * Fills in defaults and writes values in their canonical form; the second time changes nothing.
   */
  default void complete(ObjectNode tree) {}

  /** Sets what nobody may choose for a new object. */
  default void prepare(ObjectNode created) {}

  /** Puts back what an update of this part may not touch. */
  default void prepareUpdate(ObjectNode wish, ObjectNode current, Part part) {}

  default void check(ObjectNode created, Problems problems) {}

  default void checkUpdate(ObjectNode wish, ObjectNode current, Part part, Problems problems) {}

  /** Refuses the deletion of what must stay. */
  default void admitDelete(ObjectNode current) {}

  /** Seconds until a deletion is final, of a kind that goes gracefully; else null. */
  default @Nullable Long grace(ObjectNode current, @Nullable Long asked) {
    return null;
  }
}
