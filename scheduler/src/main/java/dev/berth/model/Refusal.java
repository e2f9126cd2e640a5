package dev.berth.model;

/**
 * Something in a pod that narrows where it may run and that Berth cannot honour; the pod is not
 * placed rather than placed wrongly.
 *
 * <p>Threading: immutable.
 */
public sealed interface Refusal {
  /** Where it stands, for example {@code spec.volumes[0].persistentVolumeClaim}. */
  String path();

  /** One sentence: what it is and what to do about it. */
  String message();

  /** Something that no plugin of a default profile honours and Berth does not have. */
  record UnbuiltFeature(String path, String feature) implements Refusal {
    @Override
    public String message() {
      return path
          + " asks for "
          + feature
          + ", which this version of Berth does not have: schedule the pod with kube-scheduler, or"
          + " remove the field";
    }
  }

  /** A field that this version does not know, inside a structure that narrows placement. */
  record UnknownField(String path) implements Refusal {
    @Override
    public String message() {
      return path
          + " is a field that this version of Berth does not know: remove it, or use a Berth that"
          + " was made for this Kubernetes version";
    }
  }

  /** A value that this version does not know, inside a structure that narrows placement. */
  record UnknownValue(String path, String value) implements Refusal {
    @Override
    public String message() {
      return path
          + " has the value "
          + FieldErrors.quote(value)
          + ", which this version of Berth does not know: change it, or use a Berth that was made"
          + " for this Kubernetes version";
    }
  }
}
