package dev.berth.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster, as far as the flags say it.
 *
 * <p>Threading: immutable.
 *
 * @param kubeconfig null for what the configuration says
 * @param server address of the API server; null for the one in the kubeconfig
 */
record ClusterSettings(@Nullable Path kubeconfig, @Nullable String server) {}
