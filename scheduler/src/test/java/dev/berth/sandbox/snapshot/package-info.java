@NullMarked
package dev.berth.sandbox.snapshot;

import org.jspecify.annotations.NullMarked;
