package dev.berth.kube.decode;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that a decoded value answers, by the name of the question: to compare two of them. */
final class Facts {
  private static final Set<String> NO_FACTS = Set.of("hashCode", "toString", "toBuilder");

  private Facts() {}

  static Map<String, @Nullable Object> of(Object value) {
    Map<String, @Nullable Object> facts = new TreeMap<>();
    for (Method method : value.getClass().getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && method.getParameterCount() == 0
          && !NO_FACTS.contains(method.getName())) {
        try {
          facts.put(method.getName(), method.invoke(value));
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(method.toString(), e);
        }
      }
    }
    return facts;
  }
}
