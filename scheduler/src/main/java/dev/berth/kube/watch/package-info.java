/**
 * From the API server to the scheduler's mailbox: the official client's shared informers over a
 * {@code ListerWatcher} of our own, which pages lists, keeps watches going and decodes leniently.
 *
 * <p>The way of an object: {@link dev.berth.kube.watch.KindListerWatcher} reads it from a list or a
 * watch into a {@link dev.berth.kube.watch.Held}; the informer finds out what is new; {@link
 * dev.berth.kube.watch.InboxHandler} posts it. Nothing else happens here: no decision, no write.
 *
 * <p>Called by {@code cli} through {@link dev.berth.kube.watch.ClusterWatch}. Calls {@code
 * kube.decode} and the message types of {@code cycle}. The generated models of the client do not
 * leave this package.
 */
@NullMarked
package dev.berth.kube.watch;

import org.jspecify.annotations.NullMarked;
