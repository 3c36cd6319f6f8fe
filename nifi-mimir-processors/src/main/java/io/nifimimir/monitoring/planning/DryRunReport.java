/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.series.ExpectedRange;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * When a rule would have fired on the stored history. Instants are written as ISO 8601.
 *
 * @param condition JSON, as in the rule
 * @param seriesReplayed series that the rule watches
 * @param pointsReplayed over all of them
 * @param from instant of the oldest point, or null where there is none
 * @param through instant of the newest point, or null
 * @param alerts how often somebody would have been told that an incident begins, or begins again
 * @param firings the incidents, each one alert however many points it lasted: the newest, in rising order of time, at most {@link #FIRINGS_LISTED}
 * @param alertsByWeek by the Monday (UTC) of a week; weeks without an alert are left out
 * @param complete whether all points were replayed; not where a rule fires so often that there was no use in it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DryRunReport(
        String ontologyId,
        String entityId,
        String metricName,
        String ruleType,
        String condition,
        int seriesReplayed,
        long pointsReplayed,
        String from,
        String through,
        long alerts,
        List<Firing> firings,
        SortedMap<String, Integer> alertsByWeek,
        boolean complete) {
    /** More of them nobody reads. */
    public static final int FIRINGS_LISTED = 200;

    private static final double HOURS_OF_WEEK = 168;

    private static final int DATES_NAMED = 3;

    public DryRunReport {
        firings = List.copyOf(firings);
        alertsByWeek = Collections.unmodifiableSortedMap(new TreeMap<>(alertsByWeek));
    }

    /**
     * An alert that would have been raised.
     *
     * @param since instant of its first point
     * @param until instant of the first point back to normal, or null where it lasts to the end of the history
     * @param occurrences points that met the condition
     * @param reopened how often it came back, soon enough to be the same alert
     * @param message as it would have read at the end
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Firing(
            String entityId,
            String severity,
            String since,
            String until,
            double lastValue,
            long occurrences,
            int reopened,
            String message) {
        static Firing of(final Alert alert) {
            return new Firing(
                    alert.series().entityId(),
                    alert.severity().wireName(),
                    alert.since().toString(),
                    alert.resolvedAt() == null ? null : alert.resolvedAt().toString(),
                    alert.lastValue(),
                    alert.occurrences(),
                    alert.course().reopened(),
                    alert.message());
        }
    }

    /** Length of the history; at least one week, since less tells nothing of weeks. */
    @JsonProperty
    public double weeks() {
        if (from == null) {
            return 1;
        }
        final double hours =
                Duration.between(Instant.parse(from), Instant.parse(through)).toMinutes() / 60.0;
        return Math.max(1, hours / HOURS_OF_WEEK);
    }

    @JsonProperty
    public double alertsPerWeek() {
        return alerts / weeks();
    }

    /** Whether a history with this many alerts keeps within a budget. */
    public boolean isWithin(final AlertBudget budget) {
        return complete && alertsPerWeek() <= budget.alertsPerWeek();
    }

    /** For people: {@code would have fired 3 times in 6.4 weeks: on 2024-03-03, 2024-03-09 and 2024-03-21}. */
    public String describe() {
        final String length = ExpectedRange.formatNumber(Math.round(10 * weeks()) / 10.0);
        final String span = "in %s of history".formatted("1".equals(length) ? "1 week" : length + " weeks");
        if (alerts == 0) {
            return "would not have fired " + span;
        }
        final List<String> days = firings.stream()
                .map(firing ->
                        firing.since().substring(0, LocalDate.EPOCH.toString().length()))
                .distinct()
                .toList();
        final List<String> named = days.subList(Math.max(0, days.size() - DATES_NAMED), days.size());
        final String times = complete ? alerts == 1 ? "once" : alerts + " times" : "more than " + alerts + " times";
        return "would have fired %s %s, %son %s"
                .formatted(
                        times,
                        span,
                        days.size() > named.size() || alerts > firings.size() ? "lastly " : "",
                        named.stream().collect(Collectors.joining(", ")));
    }
}
