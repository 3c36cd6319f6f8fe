/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;
import java.util.List;

/**
 * A series as the page draws it. Lists of points run in parallel; a number that is not known is null.
 *
 * @param firstPoint of the whole series
 * @param points how many the span holds, before they were thinned out
 * @param lower of what was expected, by the points before each
 * @param anomalies places in the list of points that belong to alerts
 * @param gaps spans without points, where there should be some: pairs of instants
 * @param slopes how far trends that are watched may lead, or should, in their windows
 * @param overdueFrom when a rule says that the next point is missing; null where none waits for it
 * @param forecast null where there is none
 */
public record SeriesChart(
        String ontology,
        String entity,
        String metric,
        Instant firstPoint,
        Instant lastPoint,
        long points,
        List<Long> times,
        List<Double> values,
        List<Double> lower,
        List<Double> upper,
        List<Integer> anomalies,
        List<List<Long>> gaps,
        List<Threshold> thresholds,
        List<Slope> slopes,
        Long overdueFrom,
        List<Rule> rules,
        List<AlertRow> alerts,
        ForecastBand forecast) {

    /** A bound that a value should not pass. */
    public record Threshold(double value, String severity, String description) {}

    /** A line between two instants, in milliseconds since 1970, and two values. */
    public record Slope(long from, double start, long to, double end, String severity, String description) {}

    /** A rule that watches the series. */
    public record Rule(String type, String severity, String description) {}

    /**
     * What is to come.
     *
     * @param level share of values that is expected between the lower and the upper ends
     * @param reason why it is taken, or why it is not and the lists are empty
     */
    public record ForecastBand(
            String method,
            double level,
            String reason,
            List<Long> times,
            List<Double> mean,
            List<Double> lower,
            List<Double> upper) {}
}
