@NullMarked
package dev.berth.sandbox.hollow;

import org.jspecify.annotations.NullMarked;
