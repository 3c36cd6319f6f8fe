/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Devices that post JSON lines to the flow for them, over sockets, and a NiFi that is killed right after its answer. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class IotStreamIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<Instant> accepted = new HashSet<>();
    private NiFiInstance instance;
    private Path home;
    private int port;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
        http.close();
    }

    @Test
    void readingsBecomeAlertsAndNoAcceptedOneIsMissingAfterAKill() throws IOException {
        start();
        final Instant first = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(3, ChronoUnit.HOURS);
        for (int minute = 0; minute < 60; minute++) {
            post(reading(first.plus(minute, ChronoUnit.MINUTES), 4 + minute % 5 / 10.0));
        }
        awaitAcceptedPoints();

        for (int minute = 60; minute < 100; minute++) {
            post(reading(first.plus(minute, ChronoUnit.MINUTES), 4.5));
        }
        instance.kill();
        instance.start().awaitReady(READY);
        awaitListening();
        awaitAcceptedPoints();

        // A device that did not hear the answer sends again
        final String repeated = reading(first.plus(99, ChronoUnit.MINUTES), 4.5);
        assertEquals(OK, send(repeated));
        assertEquals(OK, send("{\"time\": \"half of a"));
        post(reading(first.plus(100, ChronoUnit.MINUTES), 12.5));
        awaitAcceptedPoints();
        final Set<String> alerts = Await.until(
                "an alert of the hot fridge to come out",
                SOON,
                this::alerts,
                texts -> texts.stream().anyMatch(text -> text.contains("threshold")));
        assertTrue(
                alerts.stream().filter(text -> text.contains("threshold")).allMatch(text -> text.contains("fridge-2")),
                alerts.toString());
        assertEquals(
                1, alerts.stream().filter(text -> text.contains("threshold")).count(), alerts.toString());
        Await.until(
                "the broken line to be put aside with its reason",
                SOON,
                () -> Folders.names(home.resolve("failures")),
                names -> names.stream().anyMatch(name -> name.endsWith(".reason.txt")));
        assertEquals(accepted.size(), points(), "a reading that came twice is one point");
    }

    private void start() {
        home = TestHomes.fresh("iot-stream");
        instance = OwnNiFi.start(home, READY);
        port = Ports.anyFree();
        final ImportedTemplate flow = ImportedTemplate.of(instance.client(), "mimir-iot-stream")
                .foldersIn(home)
                .set(Map.of("listen.port", String.valueOf(port)))
                .start();
        awaitListening();
        flow.awaitWritten(instance, "MonitorModel");
    }

    private void awaitListening() {
        Await.until(
                "readings to be taken",
                SOON,
                () -> answer(HttpRequest.newBuilder(address("/healthcheck"))),
                status -> status == OK);
    }

    private static String reading(final Instant time, final double temperature) {
        return String.format(
                Locale.ROOT, "{\"time\":\"%s\",\"device\":\"fridge-2\",\"temperature_c\":%.1f}%n", time, temperature);
    }

    /** Sends a reading, and remembers its time where it is taken. */
    private void post(final String line) {
        assertEquals(OK, send(line), line);
        accepted.add(Instant.parse(line.substring("{\"time\":\"".length(), line.indexOf("\",\"device"))));
    }

    private int send(final String text) {
        return answer(HttpRequest.newBuilder(address(""))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(text)));
    }

    private URI address(final String path) {
        return URI.create("http://localhost:%d/readings%s".formatted(port, path));
    }

    private int answer(final HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(SOON).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an answer", e);
        }
    }

    private void awaitAcceptedPoints() {
        Await.until("all accepted readings to be points", SOON, this::times, times -> times.equals(accepted));
    }

    private Set<Instant> times() {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            return store.allPoints().stream().map(StoreView.Point::timestamp).collect(Collectors.toSet());
        }
    }

    private int points() {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            return store.pointCount();
        }
    }

    private Set<String> alerts() throws IOException {
        final Set<String> texts = new HashSet<>();
        for (final String name : Folders.names(home.resolve("alerts"))) {
            texts.add(Files.readString(home.resolve("alerts").resolve(name)));
        }
        return texts;
    }
}
