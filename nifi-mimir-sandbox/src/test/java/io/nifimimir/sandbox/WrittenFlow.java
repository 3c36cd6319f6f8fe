/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/**
 * NiFi's flow as it stands on disk, which is all that a kill leaves of it.
 *
 * <p>NiFi writes a change half a second after it was made, and puts that off while further changes come.
 */
final class WrittenFlow {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private WrittenFlow() {}

    /** Waits until the flow on disk has this processor as a running one, and with it all that was made before. */
    static void awaitRunning(final NiFiInstance instance, final String processorId) {
        Await.untilTrue(
                "processor %s to be written as a running one".formatted(processorId),
                SOON,
                () -> read(instance.home()).findParents("instanceIdentifier").stream()
                        .filter(component -> processorId.equals(
                                component.path("instanceIdentifier").asText()))
                        .anyMatch(component -> "RUNNING"
                                .equals(component.path("scheduledState").asText())));
    }

    private static JsonNode read(final NiFiHome home) {
        try (InputStream flow =
                new GZIPInputStream(Files.newInputStream(home.conf().resolve("flow.json.gz")))) {
            return MAPPER.readTree(flow);
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading the flow", e);
        }
    }
}
