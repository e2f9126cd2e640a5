package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {
  @Test
  void version_isPrinted_andExitsWithZero() {
    var out = new StringWriter();
    var command = new CommandLine(new Main()).setOut(new PrintWriter(out));
    int exit = command.execute("--version");
    assertThat(exit).isZero();
    assertThat(out.toString()).startsWith("berth ");
  }
}
