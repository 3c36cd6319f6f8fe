/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The description of the API, against which answers are held. */
final class OpenApi {
    private final JsonNode document;
    private final Set<String> answered = new TreeSet<>();

    private OpenApi(final JsonNode document) {
        this.document = document;
    }

    static OpenApi read() throws IOException {
        return new OpenApi(
                new YAMLMapper().readTree(Path.of("..", "docs", "openapi.yaml").toFile()));
    }

    /** All operations, such as {@code GET /api/v1/models}. */
    Set<String> operations() {
        final Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** Operations of which a good answer was seen, and those that are described as not supported. */
    Set<String> answered() {
        return answered;
    }

    /** Fails where the answer is not one that the operation is described to give. */
    void assertDescribed(final String operation, final int status, final JsonNode body) {
        final String[] parts = operation.split(" ", 2);
        final JsonNode described = document.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
        final JsonNode responses = described.path("responses");
        final JsonNode response =
                responses.path(responses.has(String.valueOf(status)) ? String.valueOf(status) : "default");
        final JsonNode content =
                response.has("$ref") ? document.at(response.get("$ref").asText().substring(1)) : response;
        final ObjectNode schema =
                content.at("/content/application~1json/schema").deepCopy();
        schema.set("components", document.path("components"));
        final Set<ValidationMessage> problems = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build())
                .validate(body);
        assertEquals(Set.of(), problems, "%s answered %d with %s".formatted(operation, status, body));
        if (responses.has(String.valueOf(status)) && (status < 300 || status == 501)) {
            answered.add(operation);
        }
    }

    /** The operation that an address belongs to; an address of no operation is returned as it is. */
    String operation(final String method, final String path) {
        for (final Map.Entry<String, JsonNode> described :
                document.path("paths").properties()) {
            final String pattern = described.getKey().replaceAll("\\{[^}]+}", "[^/]+");
            if (path.matches(pattern) && described.getValue().has(method.toLowerCase(Locale.ROOT))) {
                return method + " " + described.getKey();
            }
        }
        return method + " " + path;
    }
}
