package dev.berth.sandbox;

import dev.berth.sandbox.SandboxClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A sandbox and a client of it. */
final class ClientBed implements AutoCloseable {
  static final String PODS = "/api/v1/namespaces/default/pods";

  final Sandbox sandbox;
  final SandboxClient client;

  ClientBed() {
    try {
      sandbox = Sandbox.start(Sandbox.Settings.standard());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client = new SandboxClient(sandbox);
  }

  @Override
  public void close() {
    client.close();
    sandbox.close();
  }

  static String pod(String name, String labels) {
    return "{'metadata':{'name':'%s','labels':{%s}},'spec':{'containers':[{'name':'c','image':'i'}]}}"
        .formatted(name, labels);
  }

  Answer createPod(String name, String labels) {
    return client.post(PODS, pod(name, labels)).expecting(201);
  }

  static List<String> names(Answer list) {
    List<String> names = new ArrayList<>();
    list.expecting(200)
        .json()
        .path("items")
        .forEach(item -> names.add(item.at("/metadata/name").asText()));
    return names;
  }
}
