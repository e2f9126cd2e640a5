package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.ExtenderFacade;
import dev.berth.cycle.Scheduler;
import dev.berth.extender.ExtenderPaths;
import dev.berth.extender.ExtenderPatience;
import dev.berth.extender.ExtenderRoutes;
import dev.berth.extender.NodeKnowledge;
import dev.berth.framework.Binder;
import dev.berth.http.Routes;

/**
 * What is served at an {@link ExtenderPort}: the verbs, and health pages. Threading: any thread.
 */
final class Facade {
  private Facade() {}

  /**
   * Nothing when the configuration has no facade.
   *
   * @param patience how long requests wait
   */
  static Routes routes(
      BerthConfig config,
      Scheduler scheduler,
      Binder binder,
      NodeKnowledge knowledge,
      ExtenderPatience patience,
      Health health) {
    Routes.Builder served = Routes.builder();
    ExtenderFacade facade = config.own().extender();
    if (facade != null) {
      health.mount(served);
      new ExtenderRoutes(
              paths(facade),
              scheduler,
              config.profileNames(),
              binder,
              knowledge,
              patience,
              BuildVersion.ofBerth(),
              facade.plainHttp() ? "http" : "https")
          .mount(served);
    }
    return served.build();
  }

  private static ExtenderPaths paths(ExtenderFacade facade) {
    return new ExtenderPaths(
        facade.pathPrefix(),
        facade.filterVerb(),
        facade.prioritizeVerb(),
        facade.bindVerb(),
        facade.preemptVerb());
  }
}
