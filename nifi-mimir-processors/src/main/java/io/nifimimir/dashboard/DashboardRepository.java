/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the page reads. Nothing is ever written through it. Errors of the storage are thrown as {@link java.io.UncheckedIOException}. */
public interface DashboardRepository {

    /** The state of all at once, in a bounded number of rows whatever the store holds. */
    Overview overview(Instant now);

    /** What is measured, by ontology and metric. */
    List<MetricRow> metrics();

    /** @param search part of the name, in any case; empty for all */
    List<EntityRow> entities(String ontologyId, String metricName, String search, int limit);

    /** From the first to the last point, and how many there are; empty where there is none. */
    Optional<SeriesSpan> span(SeriesKey series, Instant from, Instant to);

    /** Reads the points of a span, both ends included, in order of time. */
    void readPoints(SeriesKey series, Instant from, Instant to, PointConsumer consumer);

    /** The newest points up to an instant, in order of time. */
    PointBuffer newestPoints(SeriesKey series, Instant to, int limit);

    /** The rules in force that watch a series. */
    List<RuleRow> rules(SeriesKey series);

    /** The model that forecasts a series: the champion, or the newest where there is none. */
    Optional<StoredForecast> forecast(SeriesKey series);

    /** Newest first. */
    List<AlertRow> alerts(AlertFilter filter);

    Optional<AlertRow> alert(String id);

    /** The steps in the life of an alert, the first one first. */
    List<AlertStep> steps(String alertId);

    /** Newest first; what waits or runs before what has ended. */
    List<RunRow> runs(RunFilter filter);

    /** The newest versions first within each target, the champions' targets in order of name. */
    List<ModelRow> models(int limit);

    Optional<ModelRow> model(String id);

    /** All versions of a target that are kept, the newest first. */
    List<ModelRow> versions(String ontologyId, String target);

    /** What was trained on, the newest first. */
    List<DatasetRow> datasets(int limit);

    /** What the data of a training looked like, as JSON. */
    Optional<String> profile(String trainingKey);

    /** The report of the training with this key, as JSON. */
    Optional<String> trainingReport(String trainingKey);

    /** Takes the points of a series one after the other. */
    @FunctionalInterface
    interface PointConsumer {
        void accept(long epochMillis, double value);
    }
}
