/**
 * HTTP of the sandbox: the paths, verbs, parameters, media types and streams of an API server, on
 * top of {@code sandbox.registry}.
 *
 * <p>Start reading at {@link dev.berth.sandbox.api.ApiServer}. The top package mounts it; nobody
 * else calls. Knows what a request asks for and how an answer is said, and nothing of what objects
 * mean: that is the registry's.
 */
@NullMarked
package dev.berth.sandbox.api;

import org.jspecify.annotations.NullMarked;
