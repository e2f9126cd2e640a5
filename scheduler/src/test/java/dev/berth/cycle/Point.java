package dev.berth.cycle;

/** The extension points, and the calls that belong to one, as traces name them. */
enum Point {
  PRE_ENQUEUE("preEnqueue"),
  PRE_FILTER("preFilter"),
  ADD_POD("addPod"),
  REMOVE_POD("removePod"),
  FILTER("filter"),
  POST_FILTER("postFilter"),
  PRE_SCORE("preScore"),
  SCORE("score"),
  NORMALIZE("normalize"),
  RESERVE("reserve"),
  UNRESERVE("unreserve"),
  PERMIT("permit"),
  PRE_FLIGHT("preFlight"),
  PRE_BIND("preBind"),
  BIND("bind"),
  POST_BIND("postBind");

  private final String text;

  Point(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
