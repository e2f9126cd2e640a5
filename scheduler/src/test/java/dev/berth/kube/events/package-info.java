/** Tests of {@code dev.berth.kube.events}. */
@NullMarked
package dev.berth.kube.events;

import org.jspecify.annotations.NullMarked;
