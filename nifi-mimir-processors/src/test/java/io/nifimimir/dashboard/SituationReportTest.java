/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SituationReportTest {
    private static final Instant NOW = Instant.parse("2024-05-01T06:30:00Z");

    @ParameterizedTest
    @EnumSource
    void everyLanguageTellsTheSame(final ReportLanguage language) {
        final String page = SituationReport.html(overview(List.of(alert())), language);

        for (final String told : List.of(
                "KBL-03",
                "temperature_c",
                "17.1",
                "2 to 8",
                "2024-04-14 11:00 UTC",
                "2024-05-01 06:30 UTC",
                "Amina",
                "accuracy 0.91",
                "0.5")) {
            assertTrue(page.contains(told), told + " is missing in " + page);
        }
        assertTrue(page.contains("<html lang=\"%s\"".formatted(language.tag())), page);
        assertTrue(page.contains(language.say("critical")) && page.contains(language.say("more", 6)), page);
        assertTrue(page.contains("<polyline points="), "the course of the series");
        assertFalse(page.contains("{0}"), page);
        assertFalse(page.matches("(?s).*(?:src|href|url)\\s*[=(].*"), "nothing is loaded");
    }

    @ParameterizedTest
    @EnumSource
    void everyLanguageHasAllWords(final ReportLanguage language) {
        assertEquals(
                new TreeSet<>(ReportLanguage.ENGLISH.words().keySet()),
                new TreeSet<>(language.words().keySet()));
        language.words().keySet().forEach(key -> assertFalse(language.say(key).isBlank(), key));
    }

    @Test
    void arabicIsReadFromTheRight() {
        assertTrue(SituationReport.html(overview(List.of()), ReportLanguage.ARABIC)
                .contains("<html lang=\"ar\" dir=\"rtl\">"));
        assertTrue(
                SituationReport.html(overview(List.of()), ReportLanguage.FRENCH).contains("dir=\"ltr\""));
    }

    @Test
    void quietIsSaid() {
        assertTrue(SituationReport.html(overview(List.of()), ReportLanguage.ENGLISH)
                .contains("No alert is open."));
    }

    @Test
    void languageThatThereIsNotIsRefused() {
        assertEquals(ReportLanguage.ENGLISH, ReportLanguage.ofTag(""));
        assertEquals(ReportLanguage.UKRAINIAN, ReportLanguage.ofTag("uk"));
        assertTrue(assertThrows(RequestException.class, () -> ReportLanguage.ofTag("xx"))
                .getMessage()
                .contains("en, fr, ar, uk"));
    }

    @Test
    void textOfDataIsEscaped() {
        final String page = SituationReport.html(
                overview(List.of(new Overview.OpenAlert(alert("<script>hacked=1</script>"), List.of()))),
                ReportLanguage.ENGLISH);

        assertTrue(page.contains("&lt;script&gt;hacked=1&lt;/script&gt;"), page);
        assertFalse(page.contains("<script"), page);
    }

    private static Overview.OpenAlert alert() {
        return new Overview.OpenAlert(alert("KBL-03"), List.of(4.5, 5.0, 17.1));
    }

    private static AlertRow alert(final String entity) {
        return new AlertRow(
                "alert",
                "cold",
                entity,
                "temperature_c",
                "threshold",
                "critical",
                "acknowledged",
                "title",
                "message",
                "2 to 8",
                Instant.parse("2024-04-14T11:00:00Z"),
                NOW,
                17.1,
                24,
                null,
                "Amina",
                false,
                "");
    }

    private static Overview overview(final List<Overview.OpenAlert> attention) {
        return new Overview(
                NOW,
                new Overview.Health(
                        "mimir.db",
                        5_000_000,
                        9_000_000_000L,
                        true,
                        true,
                        NOW,
                        NOW,
                        true,
                        NOW,
                        NOW,
                        "mimir_1.db",
                        NOW,
                        null,
                        null,
                        new Overview.RunCounts(1, 2, 3, 4)),
                attention.isEmpty()
                        ? List.of()
                        : List.of(new Overview.AlertCount("active", "critical", attention.size() + 6L)),
                attention,
                List.of(),
                new Overview.JobCounts(3, 1, 0),
                List.of(),
                List.of(new ModelRow(
                        "model",
                        "clinic",
                        "urgent",
                        1,
                        "classification",
                        "ensemble",
                        "champion",
                        "",
                        Map.of("accuracy", 0.91, "baseline_accuracy", 0.5),
                        NOW,
                        NOW,
                        "print",
                        "sum",
                        "{}")));
    }
}
