package dev.berth.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.berth.kube.ProxyRoute.Direct;
import dev.berth.kube.ProxyRoute.HttpProxy;
import dev.berth.kube.ProxyRoute.SocksProxy;
import dev.berth.kube.ProxyRoute.Unusable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyRulesTest {
  private static final String RECORDED = "proxies-of-go.tsv";

  private static ProxyRoute routeTo(String url, Map<String, String> environment) {
    return ProxyRules.of(environment).routeTo(HttpUrl.get(url));
  }

  private static ProxyRoute httpsProxy(String value) {
    return routeTo("https://a.test/", Map.of("HTTPS_PROXY", value));
  }

  private static String why(String value) {
    return httpsProxy(value) instanceof Unusable(String why) ? why : "it can be used";
  }

  // ---- as Go answers ----------------------------------------------------------------------------

  /** An environment, an address, and what Go says. */
  private record Recorded(String environment, String url, String answer) {
    @Override
    public String toString() {
      return environment.replace('\t', ' ') + " -> " + url + ": ";
    }
  }

  private static List<Recorded> recorded() throws Exception {
    try (var in = Objects.requireNonNull(ProxyRulesTest.class.getResourceAsStream(RECORDED))) {
      List<Recorded> all = new ArrayList<>();
      String environment = "";
      for (String line :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList()) {
        String first = line.substring(0, line.indexOf('\t'));
        String rest = line.substring(first.length() + 1);
        if (first.equals("environment")) {
          environment = rest;
        } else {
          all.add(new Recorded(environment, first, rest));
        }
      }
      return all;
    }
  }

  private static Map<String, String> variables(String environment) {
    Map<String, String> variables = new HashMap<>();
    if (!environment.isEmpty()) {
      Splitter.on('\t')
          .split(environment)
          .forEach(
              pair ->
                  variables.put(
                      pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
    }
    return variables;
  }

  /** Some of what Go takes for a proxy fails each request, or is not for us. */
  private static final Pattern USABLE =
      Pattern.compile(
          "(http|socks5h?)://(?:([^@:/]+)(?::([^@/]*))?@)?(\\[.+]|[\\w.]+)(:\\d{1,4})?(/.*)?");

  private static String want(Recorded recorded) {
    if (recorded.answer().equals("direct")) {
      return "direct";
    }
    Matcher proxy = USABLE.matcher(recorded.answer());
    boolean hasUser = proxy.matches() && proxy.group(2) != null;
    if (!proxy.matches() || (hasUser && proxy.group(1).startsWith("socks"))) {
      return "unusable";
    }
    String usualPort = proxy.group(1).equals("http") ? ":80" : ":1080";
    String port = Objects.requireNonNullElse(proxy.group(5), usualPort);
    String user = hasUser ? decoded(proxy.group(2)) + ":" + decoded(proxy.group(3)) + "@" : "";
    String kind = proxy.group(1).equals("http") ? "http " : "socks ";
    return kind + user + proxy.group(4).replaceAll("[\\[\\]]", "") + port;
  }

  private static String decoded(@org.jspecify.annotations.Nullable String part) {
    return part == null ? "" : java.net.URLDecoder.decode(part, StandardCharsets.UTF_8);
  }

  private static String ours(ProxyRoute route) {
    return switch (route) {
      case Direct _ -> "direct";
      case Unusable _ -> "unusable";
      case HttpProxy p -> "http " + credentials(p.authorization()) + p.host() + ":" + p.port();
      case SocksProxy p -> "socks " + p.host() + ":" + p.port();
    };
  }

  private static String credentials(String authorization) {
    return authorization.isEmpty()
        ? ""
        : new String(
                Base64.getDecoder().decode(authorization.substring("Basic ".length())),
                StandardCharsets.UTF_8)
            + "@";
  }

  @Test
  void everyAnswerOfGo_isOurs_butValuesThatGoIgnoresAreSaid() throws Exception {
    List<String> wrong = new ArrayList<>();
    List<String> ignoredByGo = new ArrayList<>();
    for (Recorded recorded : recorded()) {
      String want = want(recorded);
      String got = ours(routeTo(recorded.url(), variables(recorded.environment())));
      if (want.equals("direct") && got.equals("unusable")) {
        ignoredByGo.add(recorded.environment());
      } else if (!got.equals(want)) {
        wrong.add(recorded + "want " + want + ", got " + got);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(ignoredByGo.stream().distinct())
        .containsExactly("HTTPS_PROXY=p q:3128", "HTTPS_PROXY= http://p:3128");
  }

  @Test
  void theAnswersOfGo_areOfAllKinds() throws Exception {
    Map<String, Integer> kinds = new HashMap<>();
    for (Recorded recorded : recorded()) {
      String kind = Splitter.on(' ').split(want(recorded)).iterator().next();
      kinds.merge(kind, 1, Integer::sum);
    }
    assertThat(kinds.keySet()).containsOnly("direct", "unusable", "http", "socks");
    assertThat(kinds.values()).allMatch(many -> many > 40);
  }

  // ---- what cannot be used ----------------------------------------------------------------------

  @Test
  void aProxyBehindTls_isSaid_withWhatToDo() {
    assertThat(why("https://p:3129"))
        .isEqualTo(
            "HTTPS_PROXY \"https://p:3129\" is a proxy behind TLS, which Berth does not speak to."
                + " Maybe it has an http port?");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          https://user:secret@p:3129,     https://user:xxxxx@p:3129
          https://user:se@secret@p:3129,  https://user:xxxxx@p:3129
          https://user@p:3129,            https://user@p:3129
          http://user:secret@p:port,      http://user:xxxxx@p:port
          http://user:se/secret@p:1,      http://user:xxxxx@p:1
          http://user:se?secret#/@p:1,    http://user:xxxxx@p:1
          user:secret@p:port,             user:xxxxx@p:port
          user:se://secret@p:port,        user:xxxxx@p:port
          http://:secret@p:port,          http://:xxxxx@p:port
          foo://user:secret@p,            foo://user:xxxxx@p
          socks5://user:secret@p,         socks5://user:xxxxx@p
          http://p:port,                  http://p:port
          """)
  void aValueThatCannotBeUsed_isSaidWithoutItsPassword(String value, String want) {
    assertThat(why(value)).startsWith("HTTPS_PROXY \"" + want + "\" ").doesNotContain("secret");
  }

  @Test
  void aRoute_neverShowsItsPassword() {
    ProxyRoute route = httpsProxy("http://user:secret@p:3128");
    assertThat(route).isInstanceOf(HttpProxy.class);
    assertThat(route).hasToString("HTTPS_PROXY \"http://user:xxxxx@p:3128\"");
  }

  @Test
  void aHostThatIsExcluded_doesNotNeedAProxyThatCanBeUsed() {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "https://p:3129", "NO_PROXY", "a.test");
    assertThat(routeTo("https://a.test/", environment)).isEqualTo(new Direct());
    assertThat(routeTo("https://b.test/", environment)).isInstanceOf(Unusable.class);
  }

  @Test
  void theVariableThatCounts_isNamed() {
    assertThat(routeTo("http://a.test/", Map.of("http_proxy", "p:1", "HTTP_PROXY", "")))
        .hasToString("http_proxy \"p:1\"");
  }

  @Test
  void aRouteForAll_isForThisMachineToo() {
    ProxyRoute want = httpsProxy("http://p:1");
    ProxyRules rules = ProxyRules.always(want);
    assertThat(rules.routeTo(HttpUrl.get("https://127.0.0.1:6443"))).isEqualTo(want);
    assertThat(rules.routeTo(HttpUrl.get("http://localhost/"))).isEqualTo(want);
  }
}
