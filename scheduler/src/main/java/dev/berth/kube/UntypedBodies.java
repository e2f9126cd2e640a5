package dev.berth.kube;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Takes the media type off the bodies of answers: OkHttp parses it with regular expressions each
 * time it hands an answer on, and nobody here asks for it. The header stays.
 *
 * <p>Threading: any thread.
 */
final class UntypedBodies implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Response typed = chain.proceed(chain.request());
    ResponseBody body = typed.body();
    return typed
        .newBuilder()
        .body(ResponseBody.create(body.source(), null, body.contentLength()))
        .build();
  }
}
