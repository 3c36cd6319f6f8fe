/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.rule.Crossing;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.monitoring.series.SeriesPoint;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SeriesForecastsTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private static final Duration HORIZON = Duration.ofDays(30);

    private static final RuleCondition.Forecast EMPTY =
            condition("{\"forecast\": {\"<=\": 0, \"horizon_hours\": 720}}");

    /** Two weeks before each depot is empty the day is foretold, and lies within the interval as often as that promises. */
    @Test
    void depotsThatRunOutAreForetoldAndTheIntervalHolds() {
        final int depots = 40;
        int foretold = 0;
        int held = 0;
        for (int seed = 0; seed < depots; seed++) {
            final List<SeriesPoint> stock = depletion(new Random(seed));
            final Instant emptyOn = stock.getLast().timestamp();
            final Crossing crossing =
                    new SeriesForecasts().crossing(stock.subList(0, stock.size() - 14), EMPTY, HORIZON);
            if (crossing instanceof final Crossing.Expected expected) {
                foretold++;
                final boolean late = expected.latest() != null && emptyOn.isAfter(expected.latest());
                held += !emptyOn.isBefore(expected.earliest()) && !late ? 1 : 0;
            }
        }
        assertTrue(foretold >= 0.95 * depots, "foretold %d of %d".formatted(foretold, depots));
        assertTrue(held >= 0.75 * foretold, "held %d of %d".formatted(held, foretold));
    }

    @Test
    void sameQuestionHasTheSameAnswer() {
        final List<SeriesPoint> stock = depletion(new Random(5)).subList(0, 60);
        assertEquals(
                new SeriesForecasts().crossing(stock, EMPTY, HORIZON),
                new SeriesForecasts().crossing(stock, EMPTY, HORIZON));
    }

    @Test
    void deliveriesArePutAsideWhereThatIsAskedFor() {
        final List<SeriesPoint> stock = new ArrayList<>();
        for (int day = 0; day < 120; day++) {
            stock.add(new SeriesPoint(START.plus(Duration.ofDays(day)), 300 - 10 * (day % 20)));
        }
        final RuleCondition.Forecast alone =
                condition("{\"forecast\": {\"<=\": 0, \"horizon_hours\": 720, \"without_deliveries\": true}}");
        assertInstanceOf(Crossing.NotExpected.class, new SeriesForecasts().crossing(stock, EMPTY, HORIZON));
        final Crossing.Expected expected =
                assertInstanceOf(Crossing.Expected.class, new SeriesForecasts().crossing(stock, alone, HORIZON));
        final long days =
                Duration.between(stock.getLast().timestamp(), expected.at()).toDays();
        assertTrue(Math.abs(days - 11) <= 2, "in %d days".formatted(days));
    }

    @Test
    void boundsAreCrossedFromBothSides() {
        final List<SeriesPoint> rising = new ArrayList<>();
        for (int day = 0; day < 60; day++) {
            rising.add(new SeriesPoint(START.plus(Duration.ofDays(day)), 10.0 * day));
        }
        final RuleCondition.Forecast full = condition("{\"forecast\": {\">\": 700, \"horizon_hours\": 720}}");
        assertInstanceOf(Crossing.Expected.class, new SeriesForecasts().crossing(rising, full, HORIZON));
        assertInstanceOf(
                Crossing.Reached.class,
                new SeriesForecasts()
                        .crossing(rising, condition("{\"forecast\": {\">=\": 500, \"horizon_hours\": 720}}"), HORIZON));
        assertInstanceOf(Crossing.Unknown.class, new SeriesForecasts().crossing(rising.subList(0, 3), full, HORIZON));
    }

    /** Irregular issues until nothing is left; the last point is the first at zero. */
    private static List<SeriesPoint> depletion(final Random random) {
        final List<SeriesPoint> stock = new ArrayList<>();
        double level = 1_500 + random.nextInt(500);
        for (int day = 0; level > 0; day++) {
            stock.add(new SeriesPoint(START.plus(Duration.ofDays(day)), level));
            level -= 15 + 10 * random.nextDouble() + (random.nextInt(4) == 0 ? 15 : 0);
        }
        stock.add(new SeriesPoint(START.plus(Duration.ofDays(stock.size())), 0));
        return stock;
    }

    private static RuleCondition.Forecast condition(final String json) {
        return (RuleCondition.Forecast) RuleConditions.parse(json);
    }
}
