package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerRequests;
import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import dev.berth.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PodClaimsTest {
  private final Decoding decoding = new Decoding();

  private PodClaims claims(String spec, String status) throws UndecodableObject {
    return decoding
        .pod("{'metadata': {'name': 'p'}, 'spec': %s, 'status': %s}".formatted(spec, status))
        .claims();
  }

  @Test
  void claims_areJoinedWithWhatWasMadeOfTemplates() throws UndecodableObject {
    String template = "{'name': '%s', 'resourceClaimTemplateName': 't'},";
    assertThat(
            claims(
                    "{'resourceClaims': [{'name': 'a', 'resourceClaimName': 'shared'},"
                        + template.formatted("b")
                        + template.formatted("c")
                        + template.formatted("d")
                        + "{'name': 'e'}, {'name': 'f', 'resourceClaimName': null,"
                        + " 'resourceClaimTemplateName': null}]}",
                    """
                    {'resourceClaimStatuses': [
                        {'name': 'a', 'resourceClaimName': 'other'},
                        {'name': 'b', 'resourceClaimName': 'made'},
                        {'name': 'b', 'resourceClaimName': 'again'},
                        {'name': 'c'}]}
                    """)
                .claims())
        .containsExactly(
            new PodClaim.Existing("a", "shared"),
            new PodClaim.Generated("b", "made"),
            new PodClaim.NotNeeded("c"),
            new PodClaim.Awaited("d"),
            new PodClaim.Unsupported("e"),
            new PodClaim.Unsupported("f"));
  }

  @Test
  void theClaimForExtendedResources_isKnown() throws UndecodableObject {
    assertThat(
            claims(
                "{}",
                """
                {'extendedResourceClaimStatus': {'resourceClaimName': 'made', 'requestMappings': [
                    {'containerName': 'c', 'resourceName': 'r', 'requestName': 'q'}]}}
                """))
        .isEqualTo(
            new PodClaims(
                List.of(),
                List.of(),
                new PodClaims.ExtendedClaim(
                    "made", List.of(new PodClaims.Mapping("c", "r", "q")))));
  }

  @Test
  void containers_areKnownOnlyWhereTheyMayNeedDevices() throws UndecodableObject {
    String container = "{'name': '%s', %s 'resources': {'requests': {%s}}}";
    String gpus =
        "{'initContainers': ["
            + container.formatted("setup", "", "'cpu': '1'")
            + ","
            + container.formatted("proxy", "'restartPolicy': 'Always',", "'example.com/gpu': '1'")
            + "], 'containers': ["
            + container.formatted("main", "", "'example.com/gpu': '2', 'cpu': '1'")
            + "]}";
    Quantity one = Quantity.parse("1");
    assertThat(claims(gpus, "{}").containers())
        .containsExactly(
            new ContainerRequests("setup", true, Map.of("cpu", one)),
            new ContainerRequests("proxy", false, Map.of("example.com/gpu", one)),
            new ContainerRequests(
                "main", false, Map.of("example.com/gpu", Quantity.parse("2"), "cpu", one)));
    assertThat(claims("{'containers': [" + container.formatted("c", "", "'cpu': '1'") + "]}", "{}"))
        .isSameAs(PodClaims.NONE);
  }
}
