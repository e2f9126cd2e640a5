package dev.berth.kube.watch;

/**
 * What one kind has cost since the start.
 *
 * <p>Threading: immutable.
 *
 * @param resource {@code pods}
 * @param lists complete lists that were read
 * @param watches watches that the server began to answer
 * @param silences watches that were cut because nothing came
 */
public record KindTraffic(String resource, long lists, long watches, long silences) {}
