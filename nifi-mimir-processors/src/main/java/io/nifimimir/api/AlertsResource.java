/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertAction;
import io.nifimimir.monitoring.alert.AlertFilter;
import io.nifimimir.monitoring.alert.AlertHistory;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Alerts, and what people make of them. */
final class AlertsResource implements Resource {
    private static final String ALERTS = ROOT + "/monitoring/alerts";
    private static final String ALERT = ALERTS + "/{id}";
    private static final String STATUS = "status";
    private static final String SEVERITY = "severity";

    /** Who does it, where the caller does not say. */
    private static final Map<String, AlertAction.Kind> KINDS_BY_STATUS = Arrays.stream(AlertAction.Kind.values())
            .collect(Collectors.toUnmodifiableMap(kind -> kind.status().wireName(), Function.identity()));

    private final ApiStore store;

    AlertsResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        final Stream<Route> actions = Arrays.stream(AlertAction.Kind.values())
                .map(kind -> new Route("POST", ALERT + "/" + kind.wireName(), call -> act(call, kind)));
        return Stream.concat(
                        Stream.of(
                                new Route("GET", ALERTS, this::list),
                                new Route("GET", ALERT, this::find),
                                new Route("PATCH", ALERT, this::change)),
                        actions)
                .toList();
    }

    private ApiAnswer list(final Call call) throws RefusedRequestException {
        call.requireOnly("ontology_id", "entity_id", "metric_name", STATUS, SEVERITY, "limit", "offset");
        final AlertFilter filter = new AlertFilter(
                statuses(call),
                severities(call),
                call.parameter("ontology_id").orElse(null),
                call.parameter("entity_id").orElse(null),
                call.parameter("metric_name").orElse(null),
                null,
                null,
                call.limit(AlertFilter.DEFAULT_LIMIT),
                call.offset());
        final ObjectNode body = ApiJson.counted("alerts", store.alerts().list(filter), AlertsResource::describe);
        body.put("total", store.alerts().count(filter));
        return ApiAnswer.data(body);
    }

    /** Where none is asked for, those that want somebody's care. */
    private static Set<AlertStatus> statuses(final Call call) throws RefusedRequestException {
        final String named = call.parameter(STATUS).orElse("open");
        return switch (named) {
            case "all" -> Set.of();
            case "open" -> Set.of(AlertStatus.ACTIVE, AlertStatus.ACKNOWLEDGED);
            default -> Set.of(oneOf(AlertStatus.values(), STATUS, named));
        };
    }

    private static Set<Severity> severities(final Call call) throws RefusedRequestException {
        final Optional<String> named = call.parameter(SEVERITY);
        return named.isEmpty() ? Set.of() : Set.of(oneOf(Severity.values(), SEVERITY, named.get()));
    }

    private static <E extends Enum<E>> E oneOf(final E[] values, final String parameter, final String named)
            throws RefusedRequestException {
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(named))
                .findFirst()
                .orElseThrow(() -> new RefusedRequestException(
                        RefusedRequestException.BAD_REQUEST,
                        parameter,
                        "Expected one of %s, found [%s]"
                                .formatted(
                                        Arrays.stream(values)
                                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", ")),
                                        named)));
    }

    private ApiAnswer find(final Call call) throws RefusedRequestException {
        call.requireOnly();
        final AlertHistory found = store.alerts().find(call.path("id")).orElseThrow(() -> missing(call));
        final ObjectNode body = ApiJson.object();
        body.set("alert", describe(found.alert()));
        body.set(
                "history",
                ApiJson.array(
                        found.entries().stream().map(AlertsResource::describe).toList()));
        return ApiAnswer.data(body);
    }

    private ApiAnswer change(final Call call) throws IOException, RefusedRequestException {
        final RequestObject body = call.body();
        body.requireOnly(Set.of(STATUS, "by", "note"));
        final String accepted = KINDS_BY_STATUS.keySet().stream().sorted().collect(Collectors.joining(", "));
        final String status = body.requireText(STATUS, "one of " + accepted);
        final AlertAction.Kind kind = Optional.ofNullable(KINDS_BY_STATUS.get(status))
                .orElseThrow(() -> RefusedRequestException.unprocessable(
                        STATUS, "An alert cannot be made [%s], accepted are %s".formatted(status, accepted)));
        return act(call, kind, body.text("by"), body.text("note"));
    }

    private ApiAnswer act(final Call call, final AlertAction.Kind kind) throws IOException, RefusedRequestException {
        if (call.request().bodyBytes() == 0) {
            return act(call, kind, Optional.empty(), Optional.empty());
        }
        final RequestObject body = call.body();
        body.requireOnly(Set.of("by", "note"));
        return act(call, kind, body.text("by"), body.text("note"));
    }

    private ApiAnswer act(
            final Call call, final AlertAction.Kind kind, final Optional<String> by, final Optional<String> note)
            throws RefusedRequestException {
        final AlertAction action = new AlertAction(kind, by.orElse(CALLER), note.orElse(null), call.now());
        try {
            final Alert alert = store.alerts().act(call.path("id"), action).orElseThrow(() -> missing(call));
            final ObjectNode body = ApiJson.object();
            body.put("message", "Alert %s successfully".formatted(kind.status().wireName()));
            body.set("alert", describe(alert));
            return ApiAnswer.data(body);
        } catch (final IllegalStateException e) {
            // Its own message is for the inside
            final AlertHistory found = store.alerts().find(call.path("id")).orElseThrow(() -> missing(call));
            throw new RefusedRequestException(
                    RefusedRequestException.CONFLICT,
                    STATUS,
                    "The alert is %s and cannot be %s"
                            .formatted(
                                    found.alert().status().wireName(),
                                    kind.status().wireName()),
                    e);
        }
    }

    private static RefusedRequestException missing(final Call call) {
        return RefusedRequestException.notFound("id", "There is no alert [%s]".formatted(call.path("id")));
    }

    private static ObjectNode describe(final Alert alert) {
        final ObjectNode body = ApiJson.object();
        body.put("id", alert.id());
        body.put("rule_id", alert.ruleId());
        body.put("ontology_id", alert.series().ontologyId());
        body.put("entity_id", alert.series().entityId());
        body.put("metric_name", alert.series().metricName());
        body.put("alert_type", alert.alertType());
        body.put(SEVERITY, alert.severity().wireName());
        body.put(STATUS, alert.status().wireName());
        body.put("title", alert.title());
        body.put("message", alert.message());
        body.put("expected", alert.expected());
        body.put("value", alert.lastValue());
        body.put("since", ApiJson.time(alert.since()));
        body.put("last_seen", ApiJson.time(alert.lastSeen()));
        body.put("occurrences", alert.occurrences());
        body.put("resolved_at", ApiJson.time(alert.resolvedAt()));
        body.put("acknowledged_by", alert.course().acknowledgedBy());
        addOriginalNames(body, alert);
        return body;
    }

    /** The original system names the fields of an alert as its program does. */
    private static void addOriginalNames(final ObjectNode body, final Alert alert) {
        body.put("ID", alert.id());
        body.put("OntologyID", alert.series().ontologyId());
        body.put("EntityID", alert.series().entityId());
        body.put("MetricName", alert.series().metricName());
        body.put("AlertType", alert.alertType());
        body.put("Severity", alert.severity().wireName());
        body.put("Message", alert.message());
        body.put("Value", alert.lastValue());
        // What is expected is not always a number: it stands in words under expected
        body.putNull("Threshold");
        body.put("Status", alert.status().wireName());
        body.put("CreatedAt", ApiJson.time(alert.since()));
        body.put("ResolvedAt", ApiJson.time(alert.resolvedAt()));
    }

    private static ObjectNode describe(final AlertHistory.Entry entry) {
        final ObjectNode body = ApiJson.object();
        body.put("event", entry.transition().event().wireName());
        body.put(STATUS, entry.transition().to().wireName());
        body.put(SEVERITY, entry.transition().alert().severity().wireName());
        body.put("at", ApiJson.time(entry.transition().at()));
        body.put("by", entry.transition().actor());
        body.put("note", entry.transition().note());
        body.put("sent_at", ApiJson.time(entry.sentAt()));
        body.put("kept_back", entry.keptBack());
        return body;
    }
}
