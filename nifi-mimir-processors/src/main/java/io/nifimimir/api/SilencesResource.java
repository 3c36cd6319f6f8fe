/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.alert.Recurrence;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.alert.Silence;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Times in which nobody is told of certain alerts. */
final class SilencesResource implements Resource {
    private static final String SILENCES = ROOT + "/monitoring/silences";

    private static final Set<String> FIELDS = Set.of(
            "ontology_id", "entity_id", "metric_name", "severity", "from", "until", "by", "reason", "recurrence");

    private final ApiStore store;

    SilencesResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("GET", SILENCES, this::list),
                new Route("POST", SILENCES, this::create),
                new Route("DELETE", SILENCES + "/{id}", this::end));
    }

    private ApiAnswer list(final Call call) throws RefusedRequestException {
        call.requireOnly();
        return ApiAnswer.data(
                ApiJson.counted("silences", store.alerts().silences(call.now()), SilencesResource::describe));
    }

    private ApiAnswer create(final Call call) throws IOException, RefusedRequestException {
        final RequestObject body = call.body();
        body.requireOnly(FIELDS);
        final Severity severity = body.text("severity").isPresent()
                ? MonitoringRulesResource.severity(body.requireText("severity", "the highest severity that is silent"))
                : null;
        final String by = body.requireText("by", "who wants the silence");
        final Recurrence recurrence = body.value("recurrence").isPresent() ? recurrence(body) : null;
        final Instant from = read(body, "from", Instant::parse, call.now());
        final Instant until = read(body, "until", Instant::parse, recurrence == null ? null : Silence.FOREVER);
        if (until == null || !from.isBefore(until)) {
            throw RefusedRequestException.unprocessable(
                    "until",
                    "Expected an instant after %s, or a recurrence, found %s"
                            .formatted(from, until == null ? "neither" : until));
        }
        final Silence silence = new Silence(
                call.request().id(),
                body.text("ontology_id").orElse(null),
                body.text("entity_id").orElse(null),
                body.text("metric_name").orElse(null),
                severity,
                from,
                until,
                by,
                body.text("reason").orElse(null),
                recurrence);
        store.alerts().silence(silence, call.now());
        final ObjectNode answer = ApiJson.object();
        answer.put("message", "Silence created successfully");
        answer.put("id", silence.id());
        return new ApiAnswer.Response(200, answer, SILENCES + "/" + silence.id());
    }

    private static Recurrence recurrence(final RequestObject body) throws RefusedRequestException {
        final RequestObject spans = body.objectOrEmpty("recurrence");
        spans.requireOnly(Set.of("cron_expr", "duration_minutes", "weekdays", "from", "until", "time_zone"));
        final ZoneId zone = read(spans, "time_zone", ZoneId::of, ZoneId.systemDefault());
        try {
            if (spans.text("cron_expr").isPresent()) {
                final long minutes = spans.wholeNumber("duration_minutes", 1, Recurrence.LONGEST.toMinutes())
                        .orElseThrow(() -> RefusedRequestException.unprocessable(
                                spans.name("duration_minutes"), "Missing, expected how long each silence lasts"));
                return new Recurrence(spans.text("cron_expr").get(), Duration.ofMinutes(minutes), zone);
            }
            final LocalTime from = read(spans, "from", LocalTime::parse, null);
            final LocalTime until = read(spans, "until", LocalTime::parse, null);
            if (from == null || until == null) {
                throw RefusedRequestException.unprocessable(
                        "recurrence",
                        "Expected cron_expr and duration_minutes, or the times of the day from and until, such as 22:00 and 06:00");
            }
            return Recurrence.weekly(weekdays(spans), from, until, zone);
        } catch (final IllegalArgumentException e) {
            throw RefusedRequestException.unprocessable("recurrence", e.getMessage(), e);
        }
    }

    private static List<DayOfWeek> weekdays(final RequestObject spans) throws RefusedRequestException {
        final List<DayOfWeek> days = new ArrayList<>();
        for (final String name : spans.texts("weekdays").orElse(List.of())) {
            try {
                days.add(DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (final IllegalArgumentException e) {
                throw RefusedRequestException.unprocessable(
                        spans.name("weekdays"), "Unknown weekday [%s], expected such as friday".formatted(name), e);
            }
        }
        return days;
    }

    private static <T> T read(
            final RequestObject body, final String field, final Function<String, T> parse, final T missing)
            throws RefusedRequestException {
        final String text = body.text(field).orElse(null);
        try {
            return text == null ? missing : parse.apply(text);
        } catch (final DateTimeException e) {
            throw RefusedRequestException.unprocessable(
                    body.name(field), "Cannot be read: [%s] (%s)".formatted(text, e.getMessage()), e);
        }
    }

    private ApiAnswer end(final Call call) throws RefusedRequestException {
        call.requireOnly("by");
        final String by = call.parameter("by").orElse(CALLER);
        if (!store.alerts().endSilence(call.path("id"), by, call.now())) {
            throw RefusedRequestException.notFound("id", "There is no silence [%s]".formatted(call.path("id")));
        }
        return ApiAnswer.done("Silence ended successfully");
    }

    private static ObjectNode describe(final Silence silence) {
        final ObjectNode body = ApiJson.object();
        body.put("id", silence.id());
        body.put("ontology_id", silence.ontologyId());
        body.put("entity_id", silence.entityId());
        body.put("metric_name", silence.metricName());
        body.put(
                "severity",
                silence.severity() == null ? null : silence.severity().wireName());
        body.put("from", ApiJson.time(silence.from()));
        body.put("until", silence.until().equals(Silence.FOREVER) ? null : ApiJson.time(silence.until()));
        body.put("by", silence.by());
        body.put("reason", silence.reason());
        if (silence.recurrence() != null) {
            final ObjectNode recurrence = body.putObject("recurrence");
            recurrence.put("cron_expr", silence.recurrence().begins());
            recurrence.put("duration_minutes", silence.recurrence().length().toMinutes());
            recurrence.put("time_zone", silence.recurrence().zone().getId());
        }
        return body;
    }
}
