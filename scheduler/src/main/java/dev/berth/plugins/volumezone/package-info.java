/**
 * The plugin VolumeZone: volumes that can be reached from their own zone only.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the pipeline. Knows no other plugin.
 */
@NullMarked
package dev.berth.plugins.volumezone;

import org.jspecify.annotations.NullMarked;
