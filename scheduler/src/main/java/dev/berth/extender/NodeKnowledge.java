package dev.berth.extender;

/** Where the facade knows nodes from. */
public enum NodeKnowledge {
  /** It watches them, so a name is enough. */
  OF_THE_CLUSTER,

  /** Only from each request, so that must have them whole. */
  OF_THE_REQUEST
}
