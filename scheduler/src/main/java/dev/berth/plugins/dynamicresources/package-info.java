/**
 * The plugin DynamicResources: devices for pods, claimed by name, from a template, or as extended
 * resources that a DeviceClass offers.
 *
 * <p>Made by {@code plugins.InTreeRegistry}; called by pipeline, queue and cycle through the plugin
 * contract. Which devices satisfy a claim on a node is the allocator's business, what a selector
 * means that of {@code cel}; both are below. Writes to the API server go through {@code
 * ClaimWriter} alone.
 */
@NullMarked
package dev.berth.plugins.dynamicresources;

import org.jspecify.annotations.NullMarked;
