/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is wrong, whether all is alive and which models answer, as one file that is printed, carried on a stick or mailed where no network
 * is there to look at the page.
 */
final class SituationReport {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The score that says most of a model, by its task. */
    private static final Map<String, String> SCORES =
            Map.of("regression", "r2_score", "classification", "accuracy", "forecasting", "mase");

    private final Overview overview;

    private final ReportLanguage language;

    private SituationReport(final Overview overview, final ReportLanguage language) {
        this.overview = overview;
        this.language = language;
    }

    static String html(final Overview overview, final ReportLanguage language) {
        return new SituationReport(overview, language).write();
    }

    private String write() {
        final ReportPage page = new ReportPage(language.say("title"), language);
        page.paragraph(language.say("as_of", MINUTE.format(overview.now())));
        alerts(page);
        health(page);
        page.heading(language.say("models"));
        page.table(
                "",
                say("predicts", "dataset", "score", "naive"),
                overview.models().stream().map(SituationReport::model).toList());
        return page.finish();
    }

    private void alerts(final ReportPage page) {
        page.heading(language.say("open"));
        if (overview.attention().isEmpty()) {
            page.paragraph(language.say("quiet"));
        }
        for (final List<Overview.OpenAlert> ofPlace : byPlace()) {
            final AlertRow first = ofPlace.getFirst().alert();
            page.subheading(first.entity().isEmpty() ? first.ontology() : first.entity());
            page.table(
                    first.ontology(),
                    say("what", "severity", "value", "expected", "since", "care"),
                    ofPlace.stream().map(open -> alert(open.alert())).toList());
            ofPlace.stream()
                    .filter(open -> !open.values().isEmpty())
                    .findFirst()
                    .ifPresent(open -> page.figure(
                            ReportFigures.course(open.values()),
                            "%s: %s"
                                    .formatted(
                                            language.say("course"), open.alert().metric())));
        }
        final long all = overview.alertCounts().stream()
                .mapToLong(Overview.AlertCount::count)
                .sum();
        if (all > overview.attention().size()) {
            page.paragraph(language.say("more", all - overview.attention().size()));
        }
    }

    /** Several alerts of one place are one trouble. */
    private Collection<List<Overview.OpenAlert>> byPlace() {
        final Map<List<String>, List<Overview.OpenAlert>> places = new LinkedHashMap<>();
        overview.attention()
                .forEach(open -> places.computeIfAbsent(
                                List.of(open.alert().ontology(), open.alert().entity()), place -> new ArrayList<>())
                        .add(open));
        return places.values();
    }

    private List<String> alert(final AlertRow alert) {
        return List.of(
                alert.metric(),
                language.say(alert.severity()),
                ReportPage.number(alert.lastValue()),
                alert.expected(),
                MINUTE.format(alert.since()),
                alert.acknowledgedBy() == null ? language.say("nobody") : alert.acknowledgedBy());
    }

    private void health(final ReportPage page) {
        final Overview.Health health = overview.health();
        page.heading(language.say("alive"));
        if (!health.inPlace()) {
            page.paragraph(language.say("gone"));
        }
        if (!health.takesNewData()) {
            page.paragraph(language.say("takes_no_data"));
        }
        final List<List<String>> facts = new ArrayList<>();
        fact(facts, "last_tick", time(health.lastTick()));
        fact(facts, "jobs", String.valueOf(overview.jobCounts().enabled()));
        fact(facts, "jobs_late", String.valueOf(overview.jobCounts().late()));
        fact(facts, "jobs_failing", String.valueOf(overview.jobCounts().failing()));
        fact(facts, "store", megabytes(health.bytes()));
        fact(facts, "free", megabytes(health.freeBytes()));
        fact(facts, "last_backup", time(health.lastBackupAt()));
        if (health.backupFault() != null) {
            fact(facts, "backup_fault", health.backupFault());
        }
        fact(facts, "last_stop", time(health.lastCleanStop()));
        fact(facts, "cut_off", language.say(health.cutOff() ? "yes" : "no"));
        fact(facts, "interrupted", String.valueOf(health.runs().interrupted()));
        fact(facts, "caught_up", String.valueOf(health.runs().caughtUp()));
        fact(facts, "missed", String.valueOf(health.runs().missed()));
        fact(facts, "failed", String.valueOf(health.runs().failed()));
        page.table("", say("what", "value"), facts);
    }

    private void fact(final List<List<String>> facts, final String key, final String value) {
        facts.add(List.of(language.say(key), value));
    }

    private String time(final Instant instant) {
        return instant == null ? language.say("never") : MINUTE.format(instant);
    }

    private static List<String> model(final ModelRow model) {
        final String score = SCORES.getOrDefault(model.task(), "");
        return List.of(
                model.target(),
                model.ontology(),
                "%s %s".formatted(score, ReportPage.number(model.metrics().get(score))),
                ReportPage.number(model.metrics().get("baseline_" + score)));
    }

    private List<String> say(final String... keys) {
        return List.of(keys).stream().map(language::say).toList();
    }

    private static String megabytes(final long bytes) {
        return "%s MB".formatted(ReportPage.number(bytes / 1e6));
    }
}
