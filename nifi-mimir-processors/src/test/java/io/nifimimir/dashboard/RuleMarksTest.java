/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.dashboard.SeriesChart.Slope;
import io.nifimimir.dashboard.SeriesChart.Threshold;
import io.nifimimir.monitoring.rule.RuleConditions;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class RuleMarksTest {
    private static final long HOUR = 3_600_000;

    /** A hundred hours at 10, but for one spike where the window of a day begins. */
    private final PointBuffer newest = new PointBuffer();

    RuleMarksTest() {
        for (int hour = 0; hour < 100; hour++) {
            newest.accept(hour * HOUR, hour == 75 ? 900 : 10);
        }
    }

    @Test
    void boundsOfValuesAndOfForecastsAreLines() {
        final List<Double> values = marks(
                        "{\">\": 8}", "{\"between\": [2, 7.5]}", "{\"forecast\": {\"<=\": 0, \"horizon_hours\": 720}}")
                .thresholds()
                .stream()
                .map(Threshold::value)
                .toList();

        assertEquals(List.of(8.0, 2.0, 7.5, 0.0), values);
    }

    @Test
    void trendLeadsFromTheUsualLevelOfItsWindowToItsLimit() {
        final List<Slope> slopes = marks("{\"change_percent\": 20, \"direction\": \"any\", \"window_minutes\": 1440}")
                .slopes(newest);

        assertEquals(
                List.of(75 * HOUR, 75 * HOUR), slopes.stream().map(Slope::from).toList());
        assertEquals(List.of(10.0, 10.0), slopes.stream().map(Slope::start).toList());
        assertEquals(
                List.of(99 * HOUR, 99 * HOUR), slopes.stream().map(Slope::to).toList());
        assertEquals(List.of(12.0, 8.0), slopes.stream().map(Slope::end).toList());
    }

    @Test
    void trendThatShouldBeLeadsItsWayOnly() {
        final List<Slope> slopes = marks("{\"expected\": \"decreasing\", \"min_change_percent\": 50}")
                .slopes(newest);

        assertEquals(List.of(5.0), slopes.stream().map(Slope::end).toList());
        assertEquals(70 * HOUR, slopes.getFirst().from());
    }

    @Test
    void dataAreOverdueByTheStrictestRule() {
        assertEquals(
                101 * HOUR,
                marks(
                                "{\"missing_data\": {\"periods\": 3}}",
                                "{\"missing_data\": {\"periods\": 4, \"period_minutes\": 30}}")
                        .overdueFrom(newest));
        assertNull(marks("{\">\": 8}").overdueFrom(newest), "no rule waits");
        assertNull(marks("{\"missing_data\": {}}").overdueFrom(new PointBuffer()), "nothing to wait after");
    }

    @Test
    void otherRulesDrawNothing() {
        final RuleMarks marks = marks("{\"anomaly\": {}}", "{\"z_score\": 4}", "not JSON");

        assertEquals(List.of(), marks.thresholds());
        assertEquals(List.of(), marks.slopes(newest));
        assertNull(marks.overdueFrom(newest));
    }

    private static RuleMarks marks(final String... conditions) {
        return new RuleMarks(Arrays.stream(conditions)
                .map(condition -> new RuleRow("rule", RuleConditions.parseStored(condition), "high", ""))
                .toList());
    }
}
