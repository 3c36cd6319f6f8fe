/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.sandbox.Await;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Requests and answers of NiFi's REST API as JSON trees; every other part of the client stands on it. */
final class RestConnection {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    // NiFi itself gives up after a minute (nifi.web.request.timeout), with an answer that says why
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(75);
    private static final int REDIRECTION = 300;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String api;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    RestConnection(final URI base) {
        this.api = base + "/nifi-api/";
    }

    JsonNode get(final String path) {
        return parse(getText(path));
    }

    String getText(final String path) {
        return new String(getBytes(path), StandardCharsets.UTF_8);
    }

    byte[] getBytes(final String path) {
        return send(path, request(path).GET());
    }

    JsonNode post(final String path, final Object body) {
        return parse(send(path, json(path).POST(publish(body))));
    }

    JsonNode put(final String path, final Object body) {
        return parse(send(path, json(path).PUT(publish(body))));
    }

    JsonNode delete(final String path) {
        return parse(send(path, request(path).DELETE()));
    }

    /** Sends a file as it is. */
    JsonNode postFile(final String path, final Path file) {
        try {
            return parse(send(
                    path,
                    request(path)
                            .header("Content-Type", "application/octet-stream")
                            .header("Filename", file.getFileName().toString())
                            .POST(BodyPublishers.ofFile(file))));
        } catch (final FileNotFoundException e) {
            throw new UncheckedIOException("No file to send to " + path, e);
        }
    }

    /** Sends a form with one JSON file in it, the way that a browser uploads. */
    JsonNode postForm(
            final String path, final Map<String, String> fields, final String filename, final byte[] content) {
        final String boundary = "mimir-" + UUID.randomUUID();
        final ByteArrayOutputStream form = new ByteArrayOutputStream();
        fields.forEach(
                (name, value) -> form.writeBytes("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(boundary, name, value)
                        .getBytes(StandardCharsets.UTF_8)));
        form.writeBytes(
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/json\r\n\r\n"
                        .formatted(boundary, filename)
                        .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
        return parse(send(
                path,
                request(path)
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofByteArray(form.toByteArray()))));
    }

    /**
     * Submits one of NiFi's requests that run in the background, waits for its end, removes it, and returns its last
     * state: the object under {@code envelope}.
     */
    JsonNode runInBackground(final String path, final Object body, final String envelope, final Duration deadline) {
        final JsonNode submitted = post(path, body).path(envelope);
        final String identifier =
                submitted.path("requestId").asText(submitted.path("id").asText());
        final String requestPath = path + "/" + identifier;
        try {
            final JsonNode finished = Await.until(
                    path + " to finish", deadline, () -> get(requestPath).path(envelope), RestConnection::isFinished);
            final String failure = finished.path("failureReason").asText("");
            if (!failure.isEmpty()) {
                throw new IllegalStateException("%s failed: %s".formatted(path, failure));
            }
            return finished;
        } finally {
            delete(requestPath);
        }
    }

    private static boolean isFinished(final JsonNode request) {
        return request.path("complete").asBoolean() || request.path("finished").asBoolean();
    }

    /** Reads one object into a record, and leaves out what the record does not name. */
    static <T> T read(final JsonNode node, final Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException("Not a " + type.getSimpleName() + ": " + node, e);
        }
    }

    static <T> List<T> readAll(final JsonNode array, final Class<T> type) {
        final List<T> all = new ArrayList<>();
        array.forEach(node -> all.add(read(node, type)));
        return all;
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(URI.create(api + path)).timeout(REQUEST_TIMEOUT);
    }

    private HttpRequest.Builder json(final String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private static BodyPublisher publish(final Object body) {
        try {
            return BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body));
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException("Not to be written as JSON: " + body, e);
        }
    }

    private byte[] send(final String path, final HttpRequest.Builder builder) {
        final HttpRequest request = builder.build();
        try {
            final HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= REDIRECTION) {
                final String answer = new String(response.body(), StandardCharsets.UTF_8);
                throw new NiFiException(request.method(), path, response.statusCode(), answer);
            }
            return response.body();
        } catch (final IOException e) {
            throw new UncheckedIOException("%s %s got no answer".formatted(request.method(), path), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + path, e);
        }
    }

    private static JsonNode parse(final byte[] answer) {
        return parse(new String(answer, StandardCharsets.UTF_8));
    }

    private static JsonNode parse(final String answer) {
        try {
            return MAPPER.readTree(answer);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException("Not JSON: " + answer, e);
        }
    }
}
