/**
 * What etcd and the watch cache are to an API server: versioned objects, and the changes that led
 * to them.
 *
 * <p>Start reading at {@link dev.berth.sandbox.store.ObjectStore}. {@code registry}, {@code api},
 * {@code hollow} and tests may call; calls only {@code objects}. Knows no rules of any kind of
 * object: those are {@code registry}'s.
 */
@NullMarked
package dev.berth.sandbox.store;

import org.jspecify.annotations.NullMarked;
