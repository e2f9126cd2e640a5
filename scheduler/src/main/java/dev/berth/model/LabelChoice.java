package dev.berth.model;

import java.util.List;

/**
 * A label that an object must have, with one of these values.
 *
 * <p>Threading: immutable.
 */
public record LabelChoice(String key, List<String> values) {}
