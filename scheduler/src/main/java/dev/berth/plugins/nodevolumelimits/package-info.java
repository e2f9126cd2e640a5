/**
 * The plugin NodeVolumeLimits: how many volumes of a CSI driver a node can attach.
 *
 * <p>Made by {@code plugins.InTreeRegistry}, called by the pipeline. Knows no other plugin.
 */
@NullMarked
package dev.berth.plugins.nodevolumelimits;

import org.jspecify.annotations.NullMarked;
