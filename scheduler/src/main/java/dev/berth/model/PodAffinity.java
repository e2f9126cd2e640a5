package dev.berth.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which other pods a pod wants to be near to or far from: the four lists of terms in {@code
 * affinity.podAffinity} and {@code affinity.podAntiAffinity}.
 *
 * <p>One term that does not parse empties its whole list; the other lists stay. Such a pod is not
 * placed, but one that is placed already goes on with the lists that it has left.
 *
 * <p>Mirrors {@code PodInfo.Update}, pkg/scheduler/framework/types.go, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public final class PodAffinity {
  /** Wants nothing of other pods. */
  public static final PodAffinity NONE =
      new PodAffinity(List.of(), List.of(), List.of(), List.of());

  private final List<AffinityTerm> required;
  private final List<AffinityTerm> requiredAnti;
  private final List<WeightedAffinityTerm> preferred;
  private final List<WeightedAffinityTerm> preferredAnti;
  private final boolean requiredParses;
  private final boolean requiredAntiParses;
  private final boolean prefers;
  private final @Nullable String parseError;
  private final int hash;

  private PodAffinity(
      List<AffinityTerm> required,
      List<AffinityTerm> requiredAnti,
      List<WeightedAffinityTerm> preferred,
      List<WeightedAffinityTerm> preferredAnti) {
    List<String> errors = new ArrayList<>(0);
    this.required = sound("requiredAffinityTerms", required, errors);
    this.requiredParses = errors.isEmpty();
    this.requiredAnti = sound("requiredAntiAffinityTerms", requiredAnti, errors);
    this.requiredAntiParses = errors.size() == (requiredParses ? 0 : 1);
    this.preferred = soundWeighted("preferredAffinityTerms", preferred, errors);
    this.preferredAnti = soundWeighted("preferredAntiAffinityTerms", preferredAnti, errors);
    this.prefers = !preferred.isEmpty() || !preferredAnti.isEmpty();
    this.parseError = FieldErrors.join(errors);
    int terms = 31 * this.required.hashCode() + this.requiredAnti.hashCode();
    this.hash = (terms * 31 + this.preferred.hashCode()) * 31 + this.preferredAnti.hashCode();
  }

  public static PodAffinity of(
      List<AffinityTerm> required,
      List<AffinityTerm> requiredAnti,
      List<WeightedAffinityTerm> preferred,
      List<WeightedAffinityTerm> preferredAnti) {
    boolean empty =
        required.isEmpty()
            && requiredAnti.isEmpty()
            && preferred.isEmpty()
            && preferredAnti.isEmpty();
    return empty ? NONE : new PodAffinity(required, requiredAnti, preferred, preferredAnti);
  }

  /** The list, or an empty one and an error when a term does not parse. */
  private static List<AffinityTerm> sound(
      String name, List<AffinityTerm> terms, List<String> errors) {
    for (AffinityTerm term : terms) {
      String error = term.parseError();
      if (error != null) {
        errors.add(name + ": " + error);
        return List.of();
      }
    }
    return List.copyOf(terms);
  }

  private static List<WeightedAffinityTerm> soundWeighted(
      String name, List<WeightedAffinityTerm> terms, List<String> errors) {
    int before = errors.size();
    sound(name, terms.stream().map(WeightedAffinityTerm::term).toList(), errors);
    return errors.size() > before ? List.of() : List.copyOf(terms);
  }

  /** Pods that must be near, all terms together. */
  public List<AffinityTerm> required() {
    return required;
  }

  /** Pods that must not be near, each term for itself. */
  public List<AffinityTerm> requiredAnti() {
    return requiredAnti;
  }

  public List<WeightedAffinityTerm> preferred() {
    return preferred;
  }

  public List<WeightedAffinityTerm> preferredAnti() {
    return preferredAnti;
  }

  /** Whether {@link #required} is what was written. */
  public boolean requiredParses() {
    return requiredParses;
  }

  /** Whether {@link #requiredAnti} is what was written. */
  public boolean requiredAntiParses() {
    return requiredAntiParses;
  }

  /** Whether there are preferred terms as written, parsed or not. */
  public boolean prefers() {
    return prefers;
  }

  /** Whether no term was written. */
  public boolean isNone() {
    return parseError == null && !prefers && required.isEmpty() && requiredAnti.isEmpty();
  }

  /** The text of Go's error if terms do not parse. */
  public @Nullable String parseError() {
    return parseError;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof PodAffinity other
            && hash == other.hash
            && prefers == other.prefers
            && Objects.equals(parseError, other.parseError)
            && required.equals(other.required)
            && requiredAnti.equals(other.requiredAnti)
            && preferred.equals(other.preferred)
            && preferredAnti.equals(other.preferredAnti));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "affinity: %s, preferred %s, anti-affinity: %s, preferred %s"
        .formatted(required, preferred, requiredAnti, preferredAnti);
  }
}
