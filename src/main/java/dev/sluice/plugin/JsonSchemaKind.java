// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kind {@code json_schema}: a value is JSON that fits a JSON Schema (drafts 4 to 2020-12, the
 * last where the schema names none).
 *
 * <p>Nothing is fetched: a {@code $ref} leads to another place in the schema itself. Regular
 * expressions are RE2's, of which none can take for ever.
 */
public final class JsonSchemaKind implements RuleKind {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .regularExpressionFactory(
              regex -> {
                Pattern pattern = Pattern.compile(regex);
                return value -> pattern.matcher(value).find();
              })
          .pathType(PathType.JSON_PATH)
          .locale(Locale.ROOT)
          .failFast(false)
          .preloadJsonSchema(true)
          .build();

  /** So many of a value's faults are named, and the others counted. */
  private static final int NAMED = 3;

  private static final String NONE = "a JSON Schema, and this is none: ";

  @Override
  public String name() {
    return "json_schema";
  }

  /** Also lists and structs, which are asked as JSON. */
  @Override
  public boolean takes(String type) {
    return type.equals("VARCHAR") || type.endsWith("]") || type.startsWith("STRUCT(");
  }

  @Override
  public ValueTest of(@Nullable Object argument) {
    if (!(argument instanceof Map) && !(argument instanceof Boolean)) {
      throw new IllegalArgumentException("a map, which is a JSON Schema");
    }
    JsonNode node = JSON.valueToTree(argument);
    return new Fits(schema(node));
  }

  private static JsonSchema schema(JsonNode node) {
    try {
      VersionFlag version =
          SpecVersionDetector.detectOptionalVersion(node, true).orElse(VersionFlag.V202012);
      JsonSchemaFactory factory =
          JsonSchemaFactory.getInstance(
              version,
              builder ->
                  builder.schemaLoaders(
                      loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
      Set<ValidationMessage> faults = faults(version, node);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(NONE + text(faults));
      }
      JsonSchema schema = factory.getSchema(node, CONFIG);
      schema.initializeValidators();
      // One that leads to itself and nowhere else never ends.
      Set<ValidationMessage> unused = schema.validate(NullNode.getInstance());
      return schema;
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("a schema that ends; this refers to itself for ever", e);
    } catch (JsonSchemaException e) {
      String cause =
          e.getCause() instanceof PatternSyntaxException pattern
              ? "`%s` is no regular expression of RE2: %s"
                  .formatted(pattern.getPattern(), pattern.getDescription())
              : String.valueOf(e.getMessage());
      throw new IllegalArgumentException(NONE + cause, e);
    }
  }

  /** What the schema of schemas finds. */
  private static Set<ValidationMessage> faults(VersionFlag version, JsonNode node) {
    String id = node.path("$schema").asText(version.getId());
    boolean isKnown =
        List.of(SchemaId.V4, SchemaId.V6, SchemaId.V7, SchemaId.V201909, SchemaId.V202012).stream()
            .anyMatch(each -> each.equals(id) || each.equals(id + "#"));
    if (!isKnown) {
      throw new IllegalArgumentException(NONE + "its draft is not known, " + id);
    }
    return JsonSchemaFactory.getInstance(version)
        .getSchema(com.networknt.schema.SchemaLocation.of(version.getId()))
        .validate(node);
  }

  /** Sorted, so that one value always gets the same text. */
  private static String text(Set<ValidationMessage> faults) {
    Map<String, String> sorted = new TreeMap<>();
    faults.forEach(each -> sorted.put(each.getMessage(), each.getMessage()));
    String named = sorted.keySet().stream().limit(NAMED).collect(Collectors.joining("; "));
    return sorted.size() > NAMED ? named + "; and %d more".formatted(sorted.size() - NAMED) : named;
  }

  private record Fits(JsonSchema schema) implements ValueTest {
    @Override
    public String wanted() {
      return "must be JSON that fits its schema";
    }

    @Override
    public @Nullable String problem(String value) {
      JsonNode node;
      try {
        node = JSON.readTree(value);
      } catch (JsonProcessingException e) {
        return "is no JSON: " + e.getOriginalMessage();
      }
      if (node == null || node.isMissingNode()) {
        return "is no JSON: it is empty";
      }
      Set<ValidationMessage> faults;
      try {
        faults = schema.validate(node);
      } catch (StackOverflowError e) {
        return "is nested too deeply";
      }
      return faults.isEmpty() ? null : "does not fit: " + text(faults);
    }
  }
}
