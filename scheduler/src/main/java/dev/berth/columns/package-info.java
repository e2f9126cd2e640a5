/**
 * The only place with raw arrays: columns by node ordinal, bit sets and tight loops over them.
 *
 * <p>Who may call: {@code framework}, {@code plugins}, {@code cluster}, {@code pipeline}. What may
 * not be here: knowledge of pods, nodes or policies; a kernel sees numbers and ordinals. Each
 * kernel has a scalar twin in the plugin that uses it and a twin test.
 */
@NullMarked
package dev.berth.columns;

import org.jspecify.annotations.NullMarked;
