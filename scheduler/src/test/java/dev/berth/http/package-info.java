/** Tests of the listeners, with real clients over real sockets. */
@NullMarked
package dev.berth.http;

import org.jspecify.annotations.NullMarked;
