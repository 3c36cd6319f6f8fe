/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.ProcessGroup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The page as a real NiFi serves it, in a real browser, on the sample files and on one that would like to run scripts. */
@ExtendWith(Troubleshooting.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class DashboardIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration WORKED_THROUGH = Duration.ofMinutes(8);
    private static final Path CHECKOUT = Path.of("..");
    private static final Path TEMPLATES = CHECKOUT.resolve("templates");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int NARROW = 360;
    private static final String HOSTILE_FILE = "hostile.csv";
    private static final String HOSTILE_METRIC = "<img src=x onerror=hacked=1>";
    private static final String HOSTILE_ENTITY = "<script>hacked=2</script>";
    private static final String LEVEL = "water_level";
    private static final String TAKEN_CARE_OF = "well-7";
    private static final String DEALT_WITH = "pump-3";
    private static final String FRIDGE = "#/series?ontology=cold_chain_sensors&metric=temperature_c&entity=KBL-03";

    private static final List<String> VIEWS = List.of("", FRIDGE, "#/alerts", "#/runs", "#/models", "#/datasets");

    private Browser browser;
    private NiFiInstance instance;
    private Folders folders;
    private URI page;

    @BeforeAll
    void start() throws IOException {
        final Optional<Browser> found = Browser.open();
        Assumptions.assumeTrue(found.isPresent(), Browser.WANTED);
        browser = found.get();
        final Path home = TestHomes.fresh("dashboard");
        instance = OwnNiFi.start(home, READY);
        folders = new Folders(home.resolve("data"));
        final Quickstart quickstart =
                new Quickstart(instance.client(), TEMPLATES.resolve("mimir-quickstart.json"), folders);
        final ProcessGroup group = quickstart.start();
        page = new DashboardFlow(instance.client(), TEMPLATES.resolve("mimir-dashboard.json")).start(group.id());
        workThrough(
                quickstart,
                CHECKOUT.resolve("samples").resolve("cold_chain_sensors.csv"),
                CHECKOUT.resolve("samples").resolve("field_reports.json"));
        browser.resize(1_200, 900);
        browser.open(page, "");
        browser.screenshot(SCREENSHOTS.resolve("overview.png"));
        workThrough(
                quickstart,
                alarmingFile(home, HOSTILE_FILE, HOSTILE_METRIC, HOSTILE_ENTITY),
                alarmingFile(home, "wells.csv", LEVEL, TAKEN_CARE_OF),
                alarmingFile(home, "pumps.csv", LEVEL, DEALT_WITH));
    }

    private static void workThrough(final Quickstart quickstart, final Path... files) {
        quickstart.awaitWorkedThrough(quickstart.feed(List.of(files)), WORKED_THROUGH, seen -> {});
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void firstLookTellsTheFridgeAndTheOutbreak() {
        browser.resize(1_200, 900);
        browser.open(page, "");

        final List<String> places = browser.texts(".alarm h2");
        assertTrue(places.contains("KBL-03"), places.toString());
        assertTrue(places.contains("camp_south"), places.toString());
        final String text = browser.text();
        assertTrue(text.contains("temperature_c is too high"), text);
        assertTrue(text.contains("cases.diarrhoea is too high"), text);
        assertTrue(text.contains("Monitor cold_chain_sensors"), text);
    }

    @Test
    void seriesIsDrawnAndToldInWords() {
        browser.resize(1_200, 900);
        browser.open(page, "");
        browser.click(".alarm a[href*='temperature_c']");
        Await.until(
                "the series", WORKED_THROUGH, () -> browser.texts("h1").toString(), seen -> seen.contains("KBL-03"));

        final String text = browser.text();
        assertTrue(text.contains("2 alerts are open"), text);
        assertTrue(text.contains("an alert lasts"), text);
        browser.screenshot(SCREENSHOTS.resolve("series.png"));
        browser.click(".buttons button:nth-of-type(3)");
        Await.until(
                "a closer look",
                WORKED_THROUGH,
                () -> String.valueOf(browser.script("return location.hash")),
                seen -> seen.contains("from="));
    }

    @Test
    void alertLeadsToItsSeriesAndRunsToTheirFlowfiles() {
        browser.open(page, "#/alerts?severity=high");
        browser.click("tbody a");
        Await.until("the alert", WORKED_THROUGH, () -> browser.text(), seen -> seen.contains("What happened"));
        assertTrue(browser.text().contains("expected"), browser.text());

        browser.open(page, "#/runs");
        final String provenance = String.valueOf(browser.script("return document.querySelector('tbody a').href"));
        assertTrue(
                provenance.startsWith(instance.client().canvas().toString())
                        && provenance.matches(".*flowFileUuid=[0-9a-f-]{36}"),
                provenance);
    }

    @Test
    void alertIsTakenCareOfByWhoeverSaysSo() {
        final StoreView.Alert alert = alertOf(TAKEN_CARE_OF);
        browser.resize(NARROW, 740);
        browser.open(page, "#/alert?id=" + alert.id());
        browser.script("localStorage.removeItem('mimir.name')");
        browser.open(page, "#/alert?id=" + alert.id());
        browser.click("[data-deed=acknowledged]");
        awaitSaid("Enter your name");
        assertEquals("active", stored(alert).status());

        browser.type("#by", "Amina");
        browser.pressEnterOn("[data-deed=acknowledged]");
        awaitSaid("Acknowledged by Amina");
        assertEquals("acknowledged", stored(alert).status());
        assertEquals("Amina", stored(alert).acknowledgedBy());
        assertTrue(browser.text().contains("acknowledged by Amina"), browser.text());
        assertEquals("status", browser.script("return document.activeElement.getAttribute('role')"));
        assertEquals(List.of(), browser.barriers());
        browser.screenshot(SCREENSHOTS.resolve("care.png"));

        browser.click("[data-deed=dismissed]");
        awaitSaid("why it is no alert");
        assertEquals("acknowledged", stored(alert).status());

        browser.type("#note", "the well was refilled");
        browser.script(
                "const resolve = document.querySelector('[data-deed=resolved]'); resolve.click(); resolve.click()");
        awaitSaid("Resolved by Amina");
        assertEquals("resolved", stored(alert).status());
        assertTrue(browser.text().contains("Amina: the well was refilled"), browser.text());
        try (StoreView store = StoreView.open(folders.store())) {
            final List<String> deeds = List.of("alert_acknowledged", "alert_resolved");
            assertEquals(
                    deeds,
                    store.audited("alert", alert.id()).stream()
                            .filter(deeds::contains)
                            .toList());
        }

        browser.open(page, "#/alert?id=" + alert.id());
        assertEquals("Amina", browser.script("return document.getElementById('by').value"));
    }

    @Test
    void whoComesLateIsToldHowItStands() throws IOException, InterruptedException {
        final StoreView.Alert alert = alertOf(DEALT_WITH);
        browser.resize(1_200, 900);
        browser.open(page, "#/alert?id=" + alert.id());
        browser.type("#by", "Amina");
        browser.leave();
        assertEquals("refused", browser.awaitScript("""
                fetch(arguments[0], {method: 'PATCH', body: '{"status": "resolved"}',
                    headers: {'Content-Type': 'application/json', 'X-Mimir-Page': '1'}})
                .then(answer => arguments[1](`answered ${answer.status}`), () => arguments[1]('refused'))""", call(alert).toString()));
        assertEquals(415, patch(alert, "text/plain", Map.of()));
        assertEquals(403, patch(alert, "application/json", Map.of("Origin", "null", "X-Mimir-Page", "1")));
        assertEquals(
                403,
                patch(
                        alert,
                        "application/json",
                        Map.of("Origin", "http://evil.example", "Sec-Fetch-Site", "cross-site", "X-Mimir-Page", "1")));
        assertEquals("active", stored(alert).status());

        browser.open(page, "#/alert?id=" + alert.id());
        browser.type("#by", "Amina");
        assertEquals(200, patch(alert, "application/json", Map.of()));
        assertEquals("resolved", stored(alert).status());
        browser.click("[data-deed=acknowledged]");
        awaitSaid("The alert is resolved and cannot be acknowledged");
        assertEquals("resolved", stored(alert).status());
        assertEquals(List.of("resolved"), browser.texts(".state"));
    }

    private StoreView.Alert alertOf(final String entity) {
        try (StoreView store = StoreView.open(folders.store())) {
            return store.alerts().stream()
                    .filter(alert -> alert.title().contains(entity) && "active".equals(alert.status()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private StoreView.Alert stored(final StoreView.Alert alert) {
        try (StoreView store = StoreView.open(folders.store())) {
            return store.alerts().stream()
                    .filter(one -> one.id().equals(alert.id()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void awaitSaid(final String words) {
        Await.until(
                "the page to say " + words,
                WORKED_THROUGH,
                () -> browser.texts(".said").toString(),
                seen -> seen.contains(words));
    }

    private URI call(final StoreView.Alert alert) {
        return page.resolve("/api/v1/monitoring/alerts/" + alert.id());
    }

    /** As a program sends it, under the headers of a browser where they are given. */
    private int patch(final StoreView.Alert alert, final String contentType, final Map<String, String> headers)
            throws IOException, InterruptedException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(call(alert))
                .header("Content-Type", contentType)
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString("{\"status\": \"resolved\", \"by\": \"somebody else\"}"));
        headers.forEach(request::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void modelTellsItsScoresAndItsWorth() {
        browser.resize(1_200, 900);
        browser.open(page, "#/models");
        browser.click("tbody th a");
        Await.until("the model", WORKED_THROUGH, () -> browser.text(), seen -> seen.contains("Where it comes from"));

        final String text = browser.text();
        assertTrue(text.contains("Scores on rows that it has not seen"), text);
        assertTrue(text.contains("Candidates"), text);
        assertEquals(List.of(), browser.barriers());
        browser.screenshot(SCREENSHOTS.resolve("model.png"));
    }

    @Test
    void regressionIsDrawnBesideTheTruth() {
        browser.resize(1_200, 900);
        browser.open(page, "#/models");
        final Object model = browser.awaitScript("""
                fetch('/api/models').then(answer => answer.json()).then(all =>
                    arguments[0](all.find(one => one.task === 'regression')?.id ?? ''))""");
        browser.open(page, "#/model?id=" + model);

        assertTrue(browser.text().contains("Predicted, and in truth"), browser.text());
        final long points = (Long) browser.script("return document.querySelectorAll('.figure .point').length");
        assertTrue(points > 20 && points <= 200, points + " points");
        assertEquals(List.of(), browser.barriers());
        browser.script("document.querySelector('.figure').scrollIntoView({block: 'center'})");
        browser.screenshot(SCREENSHOTS.resolve("regression.png"));
    }

    @Test
    void situationIsOneFileThatOpensWithoutANetwork() throws IOException, InterruptedException {
        browser.resize(1_200, 900);
        for (final String language : List.of("en", "fr", "ar", "uk")) {
            final Path file = SCREENSHOTS.resolve("situation-%s.html".formatted(language));
            Files.createDirectories(SCREENSHOTS);
            try (HttpClient http = HttpClient.newHttpClient()) {
                http.send(
                        HttpRequest.newBuilder(page.resolve("/api/report.html?lang=" + language))
                                .build(),
                        BodyHandlers.ofFile(file));
            }
            browser.requests();
            browser.open(file);
            assertTrue(browser.text().contains("KBL-03"), browser.text());
            assertEquals(List.of(), browser.barriers());
            browser.screenshot(SCREENSHOTS.resolve("situation-%s.png".formatted(language)));
            assertEquals(
                    Set.of("file"),
                    browser.requests().stream()
                            .map(address -> URI.create(address).getScheme())
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void datasetTellsItsColumns() {
        browser.open(page, "#/datasets");
        browser.click("tbody th a");
        Await.until("the dataset", WORKED_THROUGH, () -> browser.text(), seen -> seen.contains("All data"));

        assertTrue(browser.texts("h2").size() >= 3, browser.text());
        assertEquals(List.of(), browser.barriers());
        browser.screenshot(SCREENSHOTS.resolve("dataset.png"));
    }

    @Test
    void everyViewIsQuietAndFitsAPhone() {
        browser.requests();
        browser.problems();
        final List<String> found = new ArrayList<>();
        for (final String view : VIEWS) {
            for (final String scheme : List.of("light", "dark")) {
                browser.prefer(scheme);
                browser.resize(NARROW, 740);
                browser.open(page, view);
                if (browser.text().matches("(?s).*(?:\\[object |undefined|\\bnull\\b|NaN).*")) {
                    found.add(view + " shows what is no text: " + browser.text());
                }
                final long width = (Long) browser.script("return document.documentElement.scrollWidth");
                if (width > NARROW) {
                    found.add("%s is %d wide".formatted(view, width));
                }
                browser.barriers().forEach(barrier -> found.add(view + ", " + scheme + ", " + barrier));
                browser.screenshot(SCREENSHOTS.resolve("narrow-%d-%s.png".formatted(VIEWS.indexOf(view), scheme)));
                browser.resize(1_200, 900);
                browser.open(page, view);
                browser.barriers().forEach(barrier -> found.add(view + ", wide, " + scheme + ", " + barrier));
                browser.screenshot(SCREENSHOTS.resolve("wide-%d-%s.png".formatted(VIEWS.indexOf(view), scheme)));
            }
        }
        browser.prefer("light");

        assertEquals(List.of(), found);
        assertEquals(List.of(), browser.problems());
        final List<String> foreign = browser.requests().stream()
                .filter(address -> !address.startsWith(page.toString()) && !address.startsWith("about:"))
                .toList();
        assertEquals(List.of(), foreign);
    }

    @Test
    void textOfDataIsShownAndNeverRun() {
        browser.resize(1_200, 900);
        final String ontology = HOSTILE_FILE.substring(0, HOSTILE_FILE.indexOf('.'));
        for (final String view :
                List.of("", "#/alerts", "#/series?ontology=" + ontology + "&metric=" + encode(HOSTILE_METRIC))) {
            browser.open(page, view);

            final String text = browser.text();
            assertTrue(text.contains(HOSTILE_METRIC), text);
            assertTrue(text.contains(HOSTILE_ENTITY), text);
            assertNull(browser.script("return window.hacked ?? null"), view);
            assertEquals(0L, browser.script("return document.querySelectorAll('main img, main script').length"));
        }
    }

    @Test
    void answersCarryTheirProtection() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            final HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());

            assertEquals(200, answer.statusCode());
            final String policy =
                    answer.headers().firstValue("Content-Security-Policy").orElseThrow();
            assertTrue(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), policy);
            assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
            assertEquals(
                    "nosniff",
                    answer.headers().firstValue("X-Content-Type-Options").orElseThrow());
            assertEquals(
                    "no-referrer",
                    answer.headers().firstValue("Referrer-Policy").orElseThrow());
            final HttpResponse<String> written = http.send(
                    HttpRequest.newBuilder(page.resolve("/api/overview"))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(405, written.statusCode());
        }
    }

    /** A hundred quiet days of two places, and at the end what raises an alert for one of them. */
    private static Path alarmingFile(final Path home, final String name, final String metric, final String entity)
            throws IOException {
        final StringBuilder csv = new StringBuilder("day,place,\"%s\"%n".formatted(metric));
        for (int day = 0; day < 100; day++) {
            for (final String place : List.of(entity, "quiet")) {
                final int value = 20 + day * 7 % 5 + (day > 95 && place.equals(entity) ? 500 : 0);
                csv.append("%s,\"%s\",%d%n".formatted(LocalDate.of(2024, 1, 1).plusDays(day), place, value));
            }
        }
        return Files.writeString(home.resolve(name), csv);
    }

    private static String encode(final String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
