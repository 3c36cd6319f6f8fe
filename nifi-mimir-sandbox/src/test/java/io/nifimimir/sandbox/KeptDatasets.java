/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.Processor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What pipelines of the user put aside, for requests that name it: the output of a news scraper, and a collection of field reports. */
final class KeptDatasets {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final NiFiClient client;
    private final ProcessGroup group;
    private final Path storeFolder;

    /** @param group that has the store as a service */
    KeptDatasets(final NiFiClient client, final ProcessGroup group, final Path storeFolder) {
        this.client = client;
        this.group = group;
        this.storeFolder = storeFolder;
    }

    /** Returns the processor that was started last. */
    Processor keep() {
        final StringBuilder articles = new StringBuilder("day,source,words\n");
        final StringBuilder reports = new StringBuilder("day,region,cases\n");
        for (int day = 1; day <= 28; day++) {
            for (int month = 1; month <= 3; month++) {
                articles.append("2024-%02d-%02d,daily,%d\n".formatted(month, day, 100 + day * 7 % 31));
                reports.append("2024-%02d-%02d,conflict_zone_A,%d\n".formatted(month, day, 10 + day * 5 % 13));
                reports.append("2024-%02d-%02d,conflict_zone_B,%d\n".formatted(month, day, 20 + day * 3 % 17));
            }
        }
        keep(articles.toString(), Map.of("Pipeline Id", "daily-news-scraper", "Output Key", "scraped_articles"));
        return keep(
                reports.toString(),
                Map.of(
                        "Dataset Origin", "STORAGE",
                        "Storage Id", "field-reports-db",
                        "Collection", "daily_reports"));
    }

    private Processor keep(final String csv, final Map<String, String> name) {
        final String store = client.controllerServices().list(group.id()).stream()
                .filter(service -> service.type().endsWith(".SqliteMimirStore"))
                .findFirst()
                .orElseThrow()
                .id();
        final Map<String, String> properties = new LinkedHashMap<>(name);
        properties.put("Mimir Store", store);
        final Processor generate = Flows.generator(client, group.id(), csv);
        final Processor convert =
                Flows.mimir(client, group.id(), "ConvertToUnifiedDataset", "Convert", new Position(1_200, 0), Map.of());
        final Processor put =
                Flows.mimir(client, group.id(), "PutDataset", "PutDataset", new Position(1_200, 0), properties);
        client.processors().autoTerminate(convert.id(), Set.of("rejected", "failure", "ambiguous"));
        client.processors().autoTerminate(put.id(), Set.of("success", "failure"));
        client.connections().create(generate, convert, "success");
        client.connections().create(convert, put, "success");
        final int kept = kept();
        client.processors().start(convert.id());
        client.processors().start(put.id());
        client.processors().runOnce(generate.id());
        Await.until("the dataset to be kept", SOON, this::kept, now -> now > kept);
        return put;
    }

    private int kept() {
        try (StoreView store = StoreView.open(storeFolder)) {
            return store.number("SELECT COUNT(*) FROM datasets WHERE version IS NOT NULL");
        }
    }
}
