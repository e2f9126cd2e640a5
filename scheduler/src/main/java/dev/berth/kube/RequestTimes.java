package dev.berth.kube;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

/**
 * What one request tells its {@link RequestListener}.
 *
 * <p>Threading: one per request.
 */
final class RequestTimes extends EventListener {

  /** Makes one for each request of a client. */
  record Factory(String host, RequestListener listener, Extent extent)
      implements EventListener.Factory {
    @Override
    public EventListener create(Call call) {
      return new RequestTimes(
          new RequestListener.Try(call.request().method(), host), listener, extent);
    }
  }

  /** What the requests of a client are. */
  enum Extent {
    /** The answer has an end. */
    WHOLE,
    /** The answer lasts until somebody ends it: its time says nothing. */
    STREAM
  }

  private final RequestListener.Try request;
  private final RequestListener listener;
  private final Extent extent;
  private final long madeNanos = System.nanoTime();
  private boolean answered;

  private RequestTimes(RequestListener.Try request, RequestListener listener, Extent extent) {
    this.request = request;
    this.listener = listener;
    this.extent = extent;
  }

  @Override
  public void requestHeadersStart(Call call) {
    answered = false;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    answered = true;
    listener.answered(request, response.code());
  }

  @Override
  public void callEnd(Call call) {
    over();
  }

  @Override
  public void callFailed(Call call, IOException thrown) {
    if (!answered) {
      listener.failed(request);
    }
    over();
  }

  private void over() {
    if (extent == Extent.WHOLE) {
      listener.took(request, System.nanoTime() - madeNanos);
    }
  }
}
