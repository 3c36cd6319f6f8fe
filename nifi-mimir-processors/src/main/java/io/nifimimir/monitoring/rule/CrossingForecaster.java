/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rule;

import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Duration;
import java.util.List;

/** What rules of forecasts need of whoever can forecast. The same question has the same answer, however often it is asked. */
@FunctionalInterface
public interface CrossingForecaster {

    /**
     * @param points of one series, in rising order of time; at least one
     * @param condition which bound, and whether deliveries count
     * @param horizon how far to look from the newest point
     */
    Crossing crossing(List<SeriesPoint> points, RuleCondition.Forecast condition, Duration horizon);

    /** Where nobody can forecast; a rule of forecasts fails there, and says so. */
    static CrossingForecaster none() {
        return (points, condition, horizon) -> {
            throw new IllegalStateException("No forecasts are available here");
        };
    }
}
