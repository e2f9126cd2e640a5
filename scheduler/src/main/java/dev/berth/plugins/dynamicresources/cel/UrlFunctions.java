package dev.berth.plugins.dynamicresources.cel;

import static dev.berth.plugins.dynamicresources.cel.FunctionTable.URL;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;

/**
 * The functions of URLs.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/urls.go}, Kubernetes 1.36.3. Threading: any thread.
 */
final class UrlFunctions {
  private UrlFunctions() {}

  static void addTo(FunctionTable table) {
    Class<WebAddress> type = WebAddress.class;
    table.ofText("url", "string_to_url", URL, WebAddress::parse);
    table.ofText("isURL", "is_url_string", BOOL, WebAddress::isUrl);
    table.method("getScheme", "url_get_scheme", STRING, URL, type, WebAddress::scheme);
    table.method("getHost", "url_get_host", STRING, URL, type, WebAddress::host);
    table.method("getHostname", "url_get_hostname", STRING, URL, type, WebAddress::hostname);
    table.method("getPort", "url_get_port", STRING, URL, type, WebAddress::port);
    table.method(
        "getEscapedPath", "url_get_escaped_path", STRING, URL, type, WebAddress::escapedPath);
    table.method(
        "getQuery",
        "url_get_query",
        MapType.create(STRING, ListType.create(STRING)),
        URL,
        type,
        WebAddress::parameters);
  }
}
