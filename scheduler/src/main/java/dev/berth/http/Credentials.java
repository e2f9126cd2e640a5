package dev.berth.http;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a caller shows to prove who it is.
 *
 * <p>Threading: immutable.
 *
 * @param certificate one that the client authorities have signed
 */
record Credentials(@Nullable String authorizationHeader, @Nullable X509Certificate certificate) {}
