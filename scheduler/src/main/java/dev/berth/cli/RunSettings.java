package dev.berth.cli;

import dev.berth.config.BerthConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code berth run} was asked to do, by its configuration and its flags.
 *
 * <p>Threading: immutable.
 *
 * @param kubeconfig null for what the configuration says
 */
record RunSettings(BerthConfig config, @Nullable Path kubeconfig, ServiceSettings service) {}
