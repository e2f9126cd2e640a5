package dev.berth.http;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets everybody in on some paths, and elsewhere asks an {@link AccessCheck}.
 *
 * <p>Mirrors the delegated authentication and authorization of kube-scheduler ({@code
 * k8s.io/apiserver/pkg/server/options}), Kubernetes 1.36.3, where a caller without credentials is
 * {@code system:anonymous} and may be allowed; here it is refused. Threading: any thread.
 */
final class GuardedGate extends AccessGate {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedGate.class);
  private static final String ALL_POWERFUL = "system:masters";
  private static final String BEARER = "bearer ";

  private final OpenPaths openPaths;
  private final AccessCheck check;

  GuardedGate(Set<String> openPaths, AccessCheck check) {
    this.openPaths = new OpenPaths(openPaths);
    this.check = check;
  }

  @Override
  Verdict judge(String method, String path, Credentials credentials) throws InterruptedException {
    if (openPaths.contains(path)) {
      return new Verdict.Admitted(null);
    }
    try {
      Identity caller = identify(credentials);
      return caller == null ? unauthorized() : authorize(caller, method, path);
    } catch (IOException e) {
      LOG.warn("{} {} is refused, because access cannot be checked", method, path, e);
      return new Verdict.Refused(
          Reply.text(503, "access cannot be checked now, so it is refused; see the log\n"));
    }
  }

  private @Nullable Identity identify(Credentials credentials)
      throws IOException, InterruptedException {
    X509Certificate certificate = credentials.certificate();
    if (certificate != null) {
      return subjectOf(certificate);
    }
    String token = bearerToken(credentials.authorizationHeader());
    if (token.isEmpty()) {
      return null;
    }
    return switch (check.identify(token)) {
      case AccessCheck.Identification.Known(Identity user) -> user;
      case AccessCheck.Identification.Unknown() -> null;
    };
  }

  private static @Nullable Identity subjectOf(X509Certificate certificate) {
    String user = "";
    List<String> groups = new ArrayList<>();
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (rdn.getType().equalsIgnoreCase("CN")) {
          user = rdn.getValue().toString();
        } else if (rdn.getType().equalsIgnoreCase("O")) {
          groups.add(rdn.getValue().toString());
        }
      }
    } catch (InvalidNameException e) {
      LOG.warn("the subject of a client certificate is not a name", e);
    }
    return user.isEmpty() ? null : new Identity(user, "", groups, Map.of());
  }

  private static String bearerToken(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  private Verdict authorize(Identity caller, String method, String path)
      throws IOException, InterruptedException {
    if (caller.groups().contains(ALL_POWERFUL)) {
      return new Verdict.Admitted(caller);
    }
    String verb = method.toLowerCase(Locale.ROOT);
    return switch (check.authorize(caller, verb, path)) {
      case AccessCheck.Decision.Allowed() -> new Verdict.Admitted(caller);
      case AccessCheck.Decision.Denied(String reason) -> forbidden(caller, verb, path, reason);
    };
  }

  private static Verdict unauthorized() {
    return new Verdict.Refused(
        Reply.text(401, "Unauthorized\n").withHeader("WWW-Authenticate", "Bearer"));
  }

  private static Verdict forbidden(Identity caller, String verb, String path, String reason) {
    String text =
        "forbidden: User \"%s\" cannot %s path \"%s\"%s\n"
            .formatted(caller.user(), verb, path, reason.isEmpty() ? "" : ": " + reason);
    return new Verdict.Refused(Reply.text(403, text));
  }
}
