/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two pipelines on schedules, over a kill: what they bring is kept under their names, and each of their times is accounted for. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class ScheduledPipelinesIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final long SLOT_SECONDS = 10;
    private static final String TABLE = "day,item,stock\n2024-05-01,ors,12\n2024-05-02,ors,9\n2024-05-03,ors,7\n";
    private static final Set<String> PIPELINES = Set.of("stock-levels", "weekly-figures");

    private HttpServer figures;
    private NiFiInstance instance;
    private Path home;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
        if (figures != null) {
            figures.stop(0);
        }
    }

    @Test
    void eachPipelineKeepsItsTableAndWhatWasMissedIsOnRecord() throws IOException {
        serveFigures();
        final ImportedTemplate flow = start();
        awaitVersions(1);
        flow.awaitWritten(instance, "PutDataset");

        instance.kill();
        Await.pass("times without NiFi", Duration.ofSeconds(3 * SLOT_SECONDS));
        final int before = versions();
        instance.start().awaitReady(READY);
        awaitVersions(before / PIPELINES.size() + 1);
        Await.until(
                "the missed times to be on record",
                SOON,
                () -> executions("missed"),
                missed -> missed >= PIPELINES.size());
        instance.client()
                .processors()
                .stop(instance.client()
                        .processors()
                        .named(flow.groupId(), "When to run")
                        .id());
        Await.until(
                "the last runs to end", SOON, () -> executions("running") + executions("waiting"), open -> open == 0);

        PIPELINES.forEach(this::assertAccounted);
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            assertEquals(3, store.number("SELECT min(row_count) FROM datasets WHERE version IS NOT NULL"));
            assertTrue(store.number("SELECT count(*) FROM datasets") <= 3 * PIPELINES.size(), "old versions go");
            assertEquals("ok", store.integrity());
        }
        assertEquals(Set.of(), Folders.names(home.resolve("failures")));
    }

    /** One row or one span of missed times behind the other, from the first time on. */
    private void assertAccounted(final String pipeline) {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            final List<StoreView.Execution> executions = store.executions().stream()
                    .filter(execution -> execution.jobId().contains(pipeline))
                    .toList();
            assertTrue(executions.size() >= 3, executions.toString());
            Instant expected = executions.getFirst().scheduledFor();
            for (final StoreView.Execution execution : executions) {
                assertEquals(expected, execution.scheduledFor(), executions.toString());
                assertTrue(
                        Set.of("success", "caught_up", "missed").contains(execution.status()), executions.toString());
                expected = expected.plusSeconds(SLOT_SECONDS * execution.occurrences());
            }
        }
    }

    private void serveFigures() throws IOException {
        figures = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        figures.createContext("/figures.csv", exchange -> {
            final byte[] body = TABLE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/csv");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        figures.start();
    }

    private ImportedTemplate start() throws IOException {
        home = TestHomes.fresh("scheduled-pipelines");
        instance = OwnNiFi.start(home, READY);
        final Path stock = Files.writeString(home.resolve("stock_levels.csv"), TABLE);
        final String schedule = "*/%d * * * * *".formatted(SLOT_SECONDS);
        return ImportedTemplate.of(instance.client(), "mimir-scheduled-pipelines")
                .foldersIn(home)
                .set(Map.of(
                        "stock.schedule",
                        schedule,
                        "stock.file",
                        stock.toAbsolutePath().toString(),
                        "figures.schedule",
                        schedule,
                        "figures.address",
                        "http://127.0.0.1:%d/figures.csv"
                                .formatted(figures.getAddress().getPort())))
                .start();
    }

    /** Waits until each pipeline has brought so many tables. */
    private void awaitVersions(final int each) {
        Await.until(
                "%d tables of each pipeline".formatted(each),
                SOON,
                () -> PIPELINES.stream().mapToInt(this::newestVersion).min().orElseThrow(),
                newest -> newest >= each);
    }

    private int versions() {
        return PIPELINES.stream().mapToInt(this::newestVersion).sum();
    }

    private int newestVersion(final String pipeline) {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            return store.number(
                    "SELECT coalesce(max(version), 0) FROM datasets WHERE origin = 'pipeline' AND source_id = ? AND name = 'table'",
                    pipeline);
        }
    }

    private int executions(final String status) {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            return store.executions(status);
        }
    }
}
