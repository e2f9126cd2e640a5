package dev.berth.cycle;

import dev.berth.framework.ProfilePlugins;
import dev.berth.pipeline.Pipeline;

/**
 * One profile at work: its plugins and the pipeline that runs them. Threading: scheduler thread
 * only.
 */
record Profile(ProfilePlugins plugins, Pipeline pipeline) {}
