// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Asks a registry for schemas by their numbers, each once. */
public final class SchemaRegistry {
  /** The environment variable with {@code USER:PASSWORD} for the registry. */
  public static final String VARIABLE = "SLUICE_REGISTRY_AUTH";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int TRIES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Map<Integer, Optional<Schema>> known = new HashMap<>();

  public SchemaRegistry(String address) {
    this.address = address;
  }

  /**
   * A schema; empty when the registry has none of that number, or none that is a record of Avro.
   *
   * @throws PipelineException SOURCE_UNREACHABLE
   */
  public Optional<Schema> schema(int id) {
    Optional<Schema> there = known.get(id);
    if (there == null) {
      there = asked(id);
      known.put(id, there);
    }
    return there;
  }

  private Optional<Schema> asked(int id) {
    IOException last = new IOException("it was not asked");
    for (int i = 0; i < TRIES; i++) {
      try {
        HttpResponse<String> answer =
            client.send(request(id), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return parsed(answer.body());
        }
        if (answer.statusCode() == 404) {
          return Optional.empty();
        }
        last = new IOException("it answers " + answer.statusCode());
        if (answer.statusCode() < 500) {
          break;
        }
      } catch (IOException e) {
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unreachable(new IOException("the wait for it was interrupted"));
      }
    }
    throw unreachable(last);
  }

  private HttpRequest request(int id) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/schemas/ids/" + id)).timeout(TIMEOUT);
    String user = System.getenv(VARIABLE);
    if (user != null && !user.isEmpty()) {
      String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + basic);
    }
    return request.build();
  }

  private static Optional<Schema> parsed(String body) {
    try {
      JsonNode answer = JSON.readTree(body);
      String type = answer.path("schemaType").asText("AVRO");
      Schema schema =
          new Schema.Parser(NameValidator.NO_VALIDATION)
              .setValidateDefaults(false)
              .parse(answer.path("schema").asText());
      boolean isRecord = type.equals("AVRO") && schema.getType() == Schema.Type.RECORD;
      return isRecord ? Optional.of(schema) : Optional.empty();
    } catch (IOException | AvroRuntimeException e) {
      return Optional.empty();
    }
  }

  private PipelineException unreachable(IOException cause) {
    return new PipelineException(
        ErrorCode.SOURCE_UNREACHABLE,
        "The schema registry %s cannot be asked: %s. Nothing was committed; run again when it answers, or correct `registry`."
            .formatted(address, cause.getMessage()),
        cause);
  }
}
