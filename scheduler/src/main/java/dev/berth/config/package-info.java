/**
 * Configuration: parse, default, validate and convert {@code KubeSchedulerConfiguration} v1 and
 * Berth's own {@code BerthConfiguration}.
 *
 * <p>{@link dev.berth.config.ConfigLoader} is the way in, {@link dev.berth.config.BerthConfig} the
 * immutable result. The differences from kube-scheduler that Berth keeps on purpose are made here
 * and nowhere else; {@link dev.berth.config.BerthConfig#notices()} names each one that takes
 * effect.
 *
 * <p>Called by {@code cli}, {@code conformance}, {@code kube} and the plugin factories. Not called
 * by {@code pipeline}, {@code cluster}, {@code queue} or {@code cycle}: they are given values.
 * Knows no plugin class and no registry, only names.
 */
@NullMarked
package dev.berth.config;

import org.jspecify.annotations.NullMarked;
