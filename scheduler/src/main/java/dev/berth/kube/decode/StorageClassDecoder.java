package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.each;
import static dev.berth.kube.decode.Absent.orEmpty;
import static dev.berth.kube.decode.Absent.texts;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.storage.StorageClass;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes StorageClasses.
 *
 * <p>Threading: any thread.
 */
final class StorageClassDecoder {
  private record Expression(@Nullable String key, @Nullable List<@Nullable String> values) {
    static final Expression NONE = new Expression(null, null);

    LabelRequirement requirement() {
      return new LabelRequirement(orEmpty(key), "In", texts(values));
    }
  }

  private record TopologyTerm(@Nullable List<@Nullable Expression> matchLabelExpressions) {
    static final TopologyTerm NONE = new TopologyTerm(null);

    LabelSelector compile() {
      List<LabelRequirement> requirements =
          each(matchLabelExpressions, Expression.NONE).map(Expression::requirement).toList();
      return requirements.isEmpty()
          ? LabelSelector.NOTHING
          : LabelSelector.of(Map.of(), requirements);
    }
  }

  private record ClassObject(
      StorageJson.@Nullable Meta metadata,
      @Nullable String provisioner,
      @Nullable String volumeBindingMode,
      @Nullable List<@Nullable TopologyTerm> allowedTopologies) {}

  private StorageClassDecoder() {}

  static DecodedObject read(JsonParser parser) throws IOException, UndecodableObject {
    ClassObject read = KindDecoders.read("StorageClass", parser, ClassObject.class);
    ObjectIdentity identity = StorageJson.identity("StorageClass", read.metadata());
    return new DecodedObject(
        identity,
        new StorageClass(
            KindDecoders.key(identity),
            orEmpty(read.provisioner()),
            read.volumeBindingMode(),
            each(read.allowedTopologies(), TopologyTerm.NONE).map(TopologyTerm::compile).toList()));
  }
}
