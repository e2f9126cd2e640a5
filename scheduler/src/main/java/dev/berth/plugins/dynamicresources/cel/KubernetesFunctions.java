package dev.berth.plugins.dynamicresources.cel;

/**
 * The libraries of functions that Kubernetes adds to the language.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library}, Kubernetes 1.36.3. Threading: any thread.
 */
final class KubernetesFunctions {
  private KubernetesFunctions() {}

  static void addTo(FunctionTable table) {
    QuantityFunctions.addTo(table);
    VersionFunctions.addTo(table);
    RegexFunctions.addTo(table);
    AddressFunctions.addTo(table);
    NetworkFunctions.addTo(table);
    UrlFunctions.addTo(table);
    FormatFunctions.addTo(table);
    DeviceFunctions.addTo(table);
    ListFunctions.addTo(table);
  }
}
