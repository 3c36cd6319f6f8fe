/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The flow for a table of a database, on a real PostgreSQL: training, new rows, an alert, and a kill in between. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class DatabaseTableIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String ONTOLOGY = "daily_reports";
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 90;
    private static final Set<String> OUTBREAK = Set.of("threshold", "anomaly");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PostgresServer database;
    private NiFiInstance instance;
    private Path home;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void tableIsTrainedOnAndNewRowsRaiseAnAlertOverAKill() throws IOException {
        database = PostgresServer.start();
        database.execute("""
                CREATE TABLE daily_reports (
                    id bigserial PRIMARY KEY, day date NOT NULL, region text NOT NULL, rain_mm numeric, cases integer)""");
        insert(0, DAYS, "10");
        final ImportedTemplate flow = start();
        Await.until("a training report", SOON, () -> Folders.names(home.resolve("reports")), names -> !names.isEmpty());
        flow.set(Map.of("training.schedule", "0 3 * * *"));
        awaitPoints(2 * DAYS);
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            assertEquals(2 * DAYS, store.trainings().getFirst().rows());
            assertEquals(2, store.series(ONTOLOGY));
            assertEquals(ONTOLOGY, store.jobs().getFirst().ontology());
            assertTrue(
                    store.models().stream().anyMatch(model -> model.target().endsWith("cases") && model.active()),
                    store.models().toString());
        }
        assertEquals(Set.of(), placesOfOutbreaks());
        flow.awaitWritten(instance, "When to train");

        insert(DAYS, DAYS + 5, "10");
        instance.kill();
        insert(DAYS + 5, DAYS + 6, "CASE region WHEN 'south' THEN 400 ELSE 10 END");
        instance.start().awaitReady(READY);

        awaitPoints(2 * (DAYS + 6));
        assertEquals(
                Set.of("south"),
                Await.until("an alert of the outbreak", SOON, this::placesOfOutbreaks, places -> !places.isEmpty()));
        assertEquals(Set.of(), Folders.names(home.resolve("failures")));
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            assertEquals(2 * (DAYS + 6), store.points(ONTOLOGY), "no row is missing, and none is there twice");
            assertEquals(1, store.trainings().size());
            assertEquals("ok", store.integrity());
        }
    }

    /** Rows of both regions for some days, with more cases where it rains. */
    private void insert(final int from, final int to, final String base) {
        database.execute("""
                INSERT INTO daily_reports (day, region, rain_mm, cases)
                SELECT DATE '%s' + number, region, (number * 7 %% 11) + 0.5, %s + 2 * (number * 7 %% 11) + number %% 3
                FROM generate_series(%d, %d) AS number, unnest(ARRAY['north', 'south']) AS region ORDER BY number, region""".formatted(FIRST_DAY, base, from, to - 1));
    }

    private ImportedTemplate start() {
        home = TestHomes.fresh("database-table");
        instance = OwnNiFi.start(home, READY);
        return ImportedTemplate.of(instance.client(), "mimir-database-table")
                .foldersIn(home)
                .setSensitive(Map.of("database.password", PostgresServer.PASSWORD))
                .set(Map.of(
                        "database.url",
                        database.url(),
                        "database.driver",
                        PostgresServer.driver().toString(),
                        "database.user",
                        PostgresServer.USER,
                        "training.schedule",
                        "*/20 * * * * *",
                        "training.time.budget",
                        "10 sec"))
                .start();
    }

    private void awaitPoints(final int count) {
        Await.until(
                "%d points".formatted(count),
                SOON,
                () -> {
                    try (StoreView store = StoreView.open(home.resolve("store"))) {
                        return store.points(ONTOLOGY);
                    }
                },
                points -> points >= count);
    }

    /** Where alerts tell of too many cases; that none have come since the end of the table is told of both places. */
    private Set<String> placesOfOutbreaks() throws IOException {
        final Set<String> places = new TreeSet<>();
        for (final String name : Folders.names(home.resolve("alerts"))) {
            final JsonNode message =
                    MAPPER.readTree(home.resolve("alerts").resolve(name).toFile());
            final JsonNode alerts = message.has("alerts")
                    ? message.path("alerts")
                    : MAPPER.createArrayNode().add(message);
            for (final JsonNode alert : alerts) {
                if (OUTBREAK.contains(alert.path("alert_type").asText())) {
                    places.add(alert.path("entity_id").asText());
                }
            }
        }
        return places;
    }
}
