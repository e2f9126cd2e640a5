package dev.berth.http;

/** What a {@link RouteHandler} says: all of it at once, or bit by bit. Threading: immutable. */
public sealed interface Answer permits Reply, StreamedReply {}
