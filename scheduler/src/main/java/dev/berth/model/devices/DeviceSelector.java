package dev.berth.model.devices;

import org.jspecify.annotations.Nullable;

/**
 * A condition on devices.
 *
 * <p>Threading: immutable.
 *
 * @param cel the expression; null when the selector is of a kind that is not known
 */
public record DeviceSelector(@Nullable String cel) {}
