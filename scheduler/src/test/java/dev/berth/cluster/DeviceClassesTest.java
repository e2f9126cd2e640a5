package dev.berth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ObjectKey;
import dev.berth.model.ResourceName;
import dev.berth.model.devices.DeviceClass;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order of events decides as in extendedresourcecache.go, Kubernetes 1.36.3. */
final class DeviceClassesTest {
  private static final String GPU = "example.com/gpu";

  private final DeviceClasses classes = new DeviceClasses(new LookUps());

  private @Nullable String offering(String resource) {
    DeviceClass found = classes.offering(ResourceName.of(resource));
    return found == null ? null : found.key().name();
  }

  private void see(String name, String resource, long createdMicros) {
    classes.put(dev.berth.model.devices.DeviceClasses.offering(name, resource, createdMicros));
  }

  private void remove(String name) {
    classes.remove(ObjectKey.ofCluster(name));
  }

  @Test
  void aClass_offersItsResource_andTheOneNamedAfterIt() {
    see("a", GPU, 1);
    assertThat(offering(GPU)).isEqualTo("a");
    assertThat(offering("deviceclass.resource.kubernetes.io/a")).isEqualTo("a");
    assertThat(offering("deviceclass.resource.kubernetes.io/b")).isNull();
    assertThat(classes.find(ObjectKey.ofCluster("a"))).isNotNull();
  }

  @Test
  void theNewerClass_takesTheResource_whicheverCameFirst() {
    see("old", GPU, 1);
    see("new", GPU, 2);
    assertThat(offering(GPU)).isEqualTo("new");
    see("older", GPU, 0);
    assertThat(offering(GPU)).isEqualTo("new");
  }

  @Test
  void ofOneAge_theLowerNameTakesTheResource() {
    see("b", GPU, 1);
    see("a", GPU, 1);
    see("c", GPU, 1);
    assertThat(offering(GPU)).isEqualTo("a");
  }

  @Test
  void aClassThatCameTooLate_isNotKnownByItsOwnNameEither() {
    see("new", GPU, 2);
    see("old", GPU, 1);
    assertThat(offering("deviceclass.resource.kubernetes.io/old")).isNull();
    assertThat(classes.find(ObjectKey.ofCluster("old"))).as("as an object it is").isNotNull();
  }

  @Test
  void whicheverOfTwoIsDeleted_theResourceIsForgotten() {
    see("old", GPU, 1);
    see("new", GPU, 2);
    remove("old");
    assertThat(offering(GPU)).isNull();
    assertThat(offering("deviceclass.resource.kubernetes.io/new")).isEqualTo("new");
  }

  @Test
  void anotherResource_replacesTheOneBefore() {
    see("a", GPU, 1);
    see("a", "example.com/nic", 1);
    assertThat(offering(GPU)).isNull();
    assertThat(offering("example.com/nic")).isEqualTo("a");
    see("a", "", 1);
    assertThat(offering("example.com/nic")).isNull();
    assertThat(offering("deviceclass.resource.kubernetes.io/a")).isEqualTo("a");
    remove("a");
    remove("a");
    assertThat(offering("deviceclass.resource.kubernetes.io/a")).isNull();
  }

  @Test
  void aResourceThatANewerClassHolds_leavesTheOldOneDangling() {
    see("old", GPU, 1);
    see("new", "example.com/nic", 2);
    see("old", "example.com/nic", 1);
    remove("old");
    assertThat(offering(GPU)).as("as stock").isEqualTo("old");
    assertThat(offering("example.com/nic")).isNull();
  }
}
