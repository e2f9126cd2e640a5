/**
 * The plugin VolumeRestrictions: disks that cannot be in use twice.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the pipeline. Knows no other plugin.
 */
@NullMarked
package dev.berth.plugins.volumerestrictions;

import org.jspecify.annotations.NullMarked;
