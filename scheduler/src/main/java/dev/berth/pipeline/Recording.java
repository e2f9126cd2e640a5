package dev.berth.pipeline;

/** Whether attempts leave decision records. */
public enum Recording {
  ON,
  OFF
}
