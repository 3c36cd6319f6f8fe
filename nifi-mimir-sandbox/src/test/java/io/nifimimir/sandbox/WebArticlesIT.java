/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The articles of a site, from a page to the dataset that the API trains on. */
@ExtendWith({Troubleshooting.class, SharedNiFi.class})
@Timeout(900)
class WebArticlesIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration TRAINED = Duration.ofMinutes(3);
    private static final String VERSION = "SELECT coalesce(max(version), 0) FROM datasets";
    private static final String ROWS =
            "SELECT coalesce(max(row_count), 0) FROM datasets WHERE source_id = 'daily-news-scraper' AND name = 'scraped_articles' AND version = ?";

    @TempDir
    private Path home;

    @Test
    void articlesAddUpToTheDatasetThatRequestsName(final NiFiClient client) throws IOException, InterruptedException {
        final int port = Ports.anyFree();
        try (NewsSite site = new NewsSite()) {
            site.publish(30);
            final ImportedTemplate api = ImportedTemplate.of(client, "mimir-rest-api")
                    .foldersIn(home)
                    .set(Map.of(
                            "api.port", String.valueOf(port), "uploads.folders", "/uploads=" + home.toAbsolutePath()))
                    .start();
            final ImportedTemplate articles = ImportedTemplate.in(api.groupId(), client, "mimir-web-articles")
                    .foldersIn(home)
                    .set(Map.of("page.url", site.page().toString()));
            final Processor page = client.processors().named(articles.groupId(), "Ask for the page");
            client.processors().schedule(page.id(), "TIMER_DRIVEN", "2 sec");
            articles.start();
            awaitRows(1, 30);
            Await.until("page and feed to be asked for again", SOON, site::unchanged, times -> times >= 2);
            assertEquals(2, site.sent(), "what has not changed is not sent again");

            site.publish(60);
            awaitRows(2, 60);
            assertEquals(3, site.sent());
            assertEquals(Set.of(), Folders.names(home.resolve("failures")));

            final HttpResponse<String> answer = train(port);
            assertEquals(201, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("60 rows"), answer.body());
        }
    }

    private void awaitRows(final int version, final int rows) {
        Await.untilTrue("version %d of the dataset".formatted(version), SOON, () -> {
            try (StoreView store = StoreView.open(home.resolve("store"))) {
                return store.number(VERSION) >= version;
            }
        });
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            assertEquals(version, store.number(VERSION), "what brings no new article makes no version");
            assertEquals(rows, store.number(ROWS, version));
        }
    }

    private static HttpResponse<String> train(final int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://localhost:%d/api/v1/ontology/news-ont/auto-train".formatted(port)))
                            .timeout(TRAINED)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("""
                                    {
                                      "data_source": {"type": "pipeline", "pipeline_id": "daily-news-scraper", "output_key": "scraped_articles"},
                                      "options": {"enable_monitoring": true}}"""))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
