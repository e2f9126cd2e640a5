package dev.berth;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints the seed that shuffled this run's tests, so that an order that fails can be run again. */
public final class TestOrderSeed implements TestExecutionListener {
  private static final String SEED = "junit.jupiter.execution.order.random.seed";

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    plan.getConfigurationParameters()
        .get(SEED)
        .ifPresent(
            seed ->
                System.out.println(
                    "Test order seed " + seed + ". Replay with -Dtest.order.seed=" + seed));
  }
}
