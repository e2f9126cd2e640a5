package dev.berth.bench.extender;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that was measured of one extender. Threading: immutable. */
public record ContenderResult(String name, List<FormResult> forms) {
  public ContenderResult {
    forms = List.copyOf(forms);
  }

  @Nullable FormResult of(Form form) {
    return forms.stream().filter(result -> result.form() == form).findFirst().orElse(null);
  }
}
