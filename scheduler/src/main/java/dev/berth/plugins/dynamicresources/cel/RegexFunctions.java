package dev.berth.plugins.dynamicresources.cel;

import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of texts that find what a regular expression matches.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/regex.go}, Kubernetes 1.36.3. Threading: any thread.
 */
final class RegexFunctions {
  private RegexFunctions() {}

  static void addTo(FunctionTable table) {
    table.method(
        "find",
        "string_find_string",
        STRING,
        STRING,
        String.class,
        STRING,
        String.class,
        (text, regex) -> {
          Matcher matcher = regex(regex).matcher(text);
          return matcher.find() ? matcher.group() : "";
        });
    table.method(
        "findAll",
        "string_find_all_string",
        ListType.create(STRING),
        STRING,
        String.class,
        STRING,
        String.class,
        (text, regex) -> findAll(text, regex, -1));
    table.add(
        "findAll",
        CelOverloadDecl.newMemberOverload(
            "string_find_all_string_int", ListType.create(STRING), STRING, STRING, INT),
        arguments ->
            findAll((String) arguments.get(0), (String) arguments.get(1), (Long) arguments.get(2)),
        String.class,
        String.class,
        Long.class);
  }

  private static Pattern regex(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new FunctionFailure("Illegal regex: " + e.getMessage());
    }
  }

  private static List<String> findAll(String text, String regex, long most) {
    List<String> found = new ArrayList<>();
    Matcher matcher = regex(regex).matcher(text);
    while ((most < 0 || found.size() < most) && matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
