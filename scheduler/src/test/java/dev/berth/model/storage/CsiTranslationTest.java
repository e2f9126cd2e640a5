package dev.berth.model.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.berth.model.Labels;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.VolumeSource.AwsElasticBlockStore;
import dev.berth.model.VolumeSource.AzureDisk;
import dev.berth.model.VolumeSource.Cinder;
import dev.berth.model.VolumeSource.Disk;
import dev.berth.model.VolumeSource.GcePersistentDisk;
import dev.berth.model.VolumeSource.Portworx;
import dev.berth.model.storage.PersistentVolumeSource.Csi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CsiTranslationTest {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String REGION = "topology.kubernetes.io/region";
  private static final String OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";
  private static final String OLD_REGION = "failure-domain.beta.kubernetes.io/region";
  private static final String GKE = "topology.gke.io/zone";
  private static final Disk GCE = new GcePersistentDisk("d", false);

  static Stream<Arguments> disks() {
    return Stream.of(
        argumentSet(
            "gce", GCE, "pd.csi.storage.gke.io", "projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d"),
        argumentSet("ebs, bare", ebs("vol-1"), "ebs.csi.aws.com", "vol-1"),
        argumentSet("ebs, anything bare", ebs("x/y"), "ebs.csi.aws.com", "x/y"),
        argumentSet("ebs, with zone", ebs("aws://us-east-1a/vol-1"), "ebs.csi.aws.com", "vol-1"),
        argumentSet("ebs, no zone", ebs("aws:///vol-1/"), "ebs.csi.aws.com", "vol-1"),
        argumentSet("azure", new AzureDisk("/u", "Managed"), "disk.csi.azure.com", "/u"),
        argumentSet("azure of no kind", new AzureDisk("/u", ""), "disk.csi.azure.com", "/u"),
        argumentSet("cinder", new Cinder("id"), "cinder.csi.openstack.org", "id"),
        argumentSet("portworx", new Portworx("id"), "pxd.portworx.com", "id"));
  }

  private static Disk ebs(String id) {
    return new AwsElasticBlockStore(id);
  }

  @ParameterizedTest
  @MethodSource("disks")
  void disk_isAVolumeOfTheDriverInItsPlace(Disk disk, String wantDriver, String wantHandle)
      throws UntranslatableVolumeException {
    Csi want = new Csi(wantDriver, wantHandle);

    assertThat(CsiTranslation.inline(disk)).isEqualTo(want);
    assertThat(CsiTranslation.source(volume(null), disk)).isEqualTo(want);
    assertThat(CsiTranslation.driverOf(CsiTranslation.pluginOf(disk))).isEqualTo(wantDriver);
    assertThat(CsiTranslation.isInTreePlugin(CsiTranslation.pluginOf(disk))).isTrue();
  }

  @Test
  void pluginsWhoseVolumesNobodyCounts_areInTree_withoutADriver() {
    for (String plugin : List.of("kubernetes.io/azure-file", "kubernetes.io/vsphere-volume")) {
      assertThat(CsiTranslation.isInTreePlugin(plugin)).isTrue();
      assertThat(CsiTranslation.driverOf(plugin)).isNull();
    }
    assertThat(CsiTranslation.isInTreePlugin("csi.example.com")).isFalse();
  }

  static Stream<Arguments> wrong() {
    String aws =
        "failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume ";
    return Stream.of(
        argumentSet("ebs without a volume", ebs("aws://zone"), aws + "(aws://zone)"),
        argumentSet("ebs of another form", ebs("aws://zone/d"), aws + "(aws://zone/d)"),
        argumentSet("ebs too deep", ebs("aws://z/vol-1/x"), aws + "(aws://z/vol-1/x)"),
        argumentSet(
            "azure that nobody manages",
            new AzureDisk("/u", "Dedicated"),
            "kind(Dedicated) is not supported in csi migration"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void diskThatNoDriverKnows_isRefusedInKubeSchedulersWords(Disk disk, String want) {
    assertThatExceptionOfType(UntranslatableVolumeException.class)
        .isThrownBy(() -> CsiTranslation.inline(disk))
        .withMessage(want);
  }

  private static PersistentVolume volume(@Nullable NodeSelector nodes, String... labels) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return PersistentVolume.builder("v").labels(Labels.of(map)).requiredNodes(nodes).build();
  }

  static Stream<Arguments> googleZones() {
    return Stream.of(
        argumentSet("zone", volume(null, ZONE, "eu-west1-b"), "zones/eu-west1-b"),
        argumentSet("old label first", volume(null, ZONE, "x", OLD_ZONE, "y"), "zones/y"),
        argumentSet("empty old label", volume(null, ZONE, "x", OLD_ZONE, ""), "zones/x"),
        argumentSet(
            "several zones", volume(null, ZONE, "eu-west1-b__eu-west1-c"), "regions/eu-west1"),
        argumentSet("no zone", volume(null), "zones/UNSPECIFIED"));
  }

  @ParameterizedTest
  @MethodSource("googleZones")
  void volumeOfGoogle_isKnownByItsZoneToo(PersistentVolume volume, String want)
      throws UntranslatableVolumeException {
    assertThat(CsiTranslation.source(volume, GCE).volumeHandle())
        .isEqualTo("projects/UNSPECIFIED/" + want + "/disks/d");
  }

  @Test
  void zonesOfGoogleThatMakeNoRegion_areRefused() {
    assertThatExceptionOfType(UntranslatableVolumeException.class)
        .isThrownBy(() -> CsiTranslation.source(volume(null, ZONE, "a__b"), GCE))
        .withMessage(
            "failed to get region from zones: zone in unexpected format, expected:"
                + " {locale}-{region}-{zone}, got: a");
    assertThatExceptionOfType(UntranslatableVolumeException.class)
        .isThrownBy(() -> CsiTranslation.source(volume(null, ZONE, "a-b-c__a-d-c"), GCE))
        .withMessageContaining("multiple or no regions gotten from zones");
  }

  private static NodeSelector in(String... labelsAndValues) {
    List<NodeRequirement> all = new ArrayList<>();
    for (int i = 0; i < labelsAndValues.length; i += 2) {
      all.add(
          new NodeRequirement(
              labelsAndValues[i], "In", List.of(labelsAndValues[i + 1].split(","))));
    }
    return NodeSelector.of(List.of(NodeSelectorTerm.of(all, List.of())));
  }

  static Stream<Arguments> topologies() {
    return Stream.of(
        argumentSet("nothing said", volume(null), null),
        argumentSet("zone of the nodes", volume(in(ZONE, "a,b")), in(GKE, "a,b")),
        argumentSet(
            "zone of the nodes before the label", volume(in(ZONE, "a"), ZONE, "z"), in(GKE, "a")),
        argumentSet(
            "zones of the label",
            volume(null, ZONE, "x-y-b__x-y-a__x-y-b"),
            in(GKE, "x-y-a,x-y-b")),
        argumentSet("label of blanks", volume(in("x", "y"), ZONE, " "), in("x", "y")),
        argumentSet(
            "label beside other terms", volume(in("x", "y"), ZONE, "a"), in("x", "y", GKE, "a")),
        argumentSet(
            "old labels", volume(in(OLD_ZONE, "a", OLD_REGION, "r")), in(GKE, "a", REGION, "r")),
        argumentSet("old label of the volume", volume(null, OLD_ZONE, "a"), in(GKE, "a")),
        argumentSet(
            "new label of the nodes and old one of the volume",
            volume(in(ZONE, "a", OLD_REGION, "r"), OLD_ZONE, "b"),
            in(GKE, "a", OLD_REGION, "r")));
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void nodesOfAVolume_areNamedAsItsDriverNamesThem(
      PersistentVolume volume, @Nullable NodeSelector want) throws UntranslatableVolumeException {
    PersistentVolume translated = CsiTranslation.volume(volume, GCE);

    assertThat(translated.requiredNodes()).isEqualTo(want);
    assertThat(translated.source()).isInstanceOf(Csi.class);
  }

  @Test
  void nodesOfAzureAndPortworx_stayAsTheyAre() throws UntranslatableVolumeException {
    PersistentVolume volume = volume(in(ZONE, "a"), ZONE, "b");

    for (Disk disk : List.of(new AzureDisk("/u", "Managed"), new Portworx("v"))) {
      assertThat(CsiTranslation.volume(volume, disk).requiredNodes()).isEqualTo(in(ZONE, "a"));
    }
  }

  @Test
  void otherDrivers_haveLabelsOfTheirOwn() throws UntranslatableVolumeException {
    PersistentVolume volume = volume(in(ZONE, "a"));

    assertThat(CsiTranslation.volume(volume, ebs("vol-1")).requiredNodes())
        .isEqualTo(in("topology.ebs.csi.aws.com/zone", "a"));
    assertThat(CsiTranslation.volume(volume, new Cinder("x")).requiredNodes())
        .isEqualTo(in("topology.cinder.csi.openstack.org/zone", "a"));
  }
}
