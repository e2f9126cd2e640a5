/** Tests of what requests to the sandbox mean. */
@NullMarked
package dev.berth.sandbox.api;

import org.jspecify.annotations.NullMarked;
