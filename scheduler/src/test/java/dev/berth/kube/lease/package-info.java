/** Tests of {@code dev.berth.kube.lease}, with a simulated server in simulated time. */
@NullMarked
package dev.berth.kube.lease;

import org.jspecify.annotations.NullMarked;
