package dev.berth.kube.events;

/** Told what becomes of events. Threading: any thread; must be quick. */
public interface EventOutcomes {

  /** Nobody asks. */
  EventOutcomes NONE = new EventOutcomes() {};

  /** Why an event was not even tried, or not tried again. */
  enum Drop {
    /** Too many wait. */
    QUEUE_FULL,
    /** This process may not write now: another one leads. */
    NOT_LEADING,
    /** The namespace is being deleted, or is gone. */
    NAMESPACE_GONE,
    /** The process ends. */
    STOPPING
  }

  /** The API server has it. */
  default void sent() {}

  /** The API server refused it, or could not be reached in many tries. */
  default void failed() {}

  default void dropped(Drop reason) {}
}
