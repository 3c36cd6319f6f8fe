/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnomalyDetectorTest {
    private static final int HOUR = 3_600;

    private static final int POINTS = 2_000;

    private static final int INCIDENT = 1_500;

    @Test
    void quietSeriesRaisesFewAlerts() {
        int alerts = 0;
        for (int seed = 0; seed < 10; seed++) {
            alerts += anomalies(daily(seed)).size();
        }

        // 20,000 points; a limit of 1 for 1,000 is what a person bears with some dozen series a day
        assertTrue(alerts <= 20, alerts + " alerts");
    }

    @Test
    void findsSpikeAtOnceAndOnce() {
        final IntToDoubleFunction normal = daily(1);

        final List<Integer> found =
                after(anomalies(point -> normal.applyAsDouble(point) + (point == INCIDENT ? 60 : 0)));

        assertEquals(List.of(INCIDENT), found.subList(0, 1));
        assertTrue(found.size() <= 2, found.toString());
    }

    @Test
    void findsLevelShiftSoonAndGrowsUsedToIt() {
        final IntToDoubleFunction normal = daily(2);

        final List<Integer> found =
                after(anomalies(point -> normal.applyAsDouble(point) + (point >= INCIDENT ? 40 : 0)));

        assertFalse(found.isEmpty());
        assertTrue(found.getFirst() <= INCIDENT + 3, found.toString());
        assertTrue(found.size() <= 4, found.toString());
    }

    @Test
    void findsValueThatIsOrdinaryAtAnotherHour() {
        final IntToDoubleFunction normal = daily(3);

        final List<Integer> found = after(anomalies(point -> point >= INCIDENT && point < INCIDENT + 12
                ? normal.applyAsDouble(point + 12)
                : normal.applyAsDouble(point)));

        assertFalse(found.isEmpty());
        assertTrue(found.getFirst() <= INCIDENT + 24, found.toString());
    }

    @Test
    void findsGrowingSpreadAroundTheSameMean() {
        final IntToDoubleFunction normal = noise(4);

        final List<Integer> found = after(anomalies(point ->
                point >= INCIDENT ? 50 + 4 * (normal.applyAsDouble(point) - 50) : normal.applyAsDouble(point)));

        assertFalse(found.isEmpty());
        assertTrue(found.getFirst() <= INCIDENT + 24, found.toString());
    }

    @Test
    void spikeDoesNotHideTheFailureThatFollows() {
        final IntToDoubleFunction normal = daily(7);

        final List<Integer> found = after(anomalies(point ->
                normal.applyAsDouble(point) + (point == INCIDENT ? 60 : 0) + (point >= INCIDENT + 150 ? 60 : 0)));

        assertEquals(INCIDENT, found.getFirst());
        assertTrue(
                found.stream().anyMatch(point -> point >= INCIDENT + 150 && point < INCIDENT + 180), found.toString());
    }

    /** What is learned of a spike of 2,000 standard deviations must not make a failure of twenty look ordinary. */
    @Test
    void hugeSpikeHidesWhatFollowsNoLongerThanAnotherOne() {
        int found = 0;
        for (int seed = 0; seed < 20; seed++) {
            final IntToDoubleFunction normal = seed % 2 == 0 ? daily(seed) : noise(seed);
            found += after(anomalies(point -> normal.applyAsDouble(point)
                                    + (point == INCIDENT ? 6_000 : 0)
                                    + (point >= INCIDENT + 250 ? 60 : 0)))
                            .stream()
                            .anyMatch(point -> point >= INCIDENT + 250 && point < INCIDENT + 280)
                    ? 1
                    : 0;
        }

        assertTrue(found >= 18, found + " of 20");
    }

    /** It is time that lets an incident pass, and not the number of points: ten days without a reading are as long as ten days with some. */
    @Test
    void failureBehindAGapIsNoEchoOfWhatWasBeforeIt() {
        int found = 0;
        int again = 0;
        for (int seed = 0; seed < 20; seed++) {
            final IntToDoubleFunction normal = seed % 2 == 0 ? daily(seed) : noise(seed);
            final IntUnaryOperator hours = point -> point < INCIDENT + 5 ? point : point + 240;
            final IntToDoubleFunction spike =
                    point -> normal.applyAsDouble(hours.applyAsInt(point)) + (point == INCIDENT ? 100 : 0);
            again += (int) after(anomalies(hours, spike)).stream()
                    .filter(point -> point >= INCIDENT + 5 && point < INCIDENT + 105)
                    .count();
            found +=
                    after(anomalies(hours, point -> spike.applyAsDouble(point) + (point >= INCIDENT + 15 ? 30 : 0)))
                                    .stream()
                                    .anyMatch(point -> point >= INCIDENT + 15 && point < INCIDENT + 45)
                            ? 1
                            : 0;
        }

        assertTrue(found >= 18, found + " of 20");
        assertTrue(again <= 1, again + " alerts where nothing was");
    }

    @Test
    void findsSensorThatIsStuck() {
        final IntToDoubleFunction normal = noise(8);

        final List<Integer> found = after(anomalies(point -> normal.applyAsDouble(Math.min(point, INCIDENT))));

        assertFalse(found.isEmpty());
        assertTrue(found.getFirst() <= INCIDENT + 36, found.toString());
    }

    @Test
    void nightsWithoutReadingsAreNoStuckSensor() {
        final IntToDoubleFunction normal = noise(9);

        assertEquals(List.of(), after(anomalies(point -> point % 24 < 10 ? 0 : normal.applyAsDouble(point))));
    }

    @Test
    void worksFromTheFirstDozensOfPoints() {
        final AnomalyDetector detector = new AnomalyDetector();
        final IntToDoubleFunction normal = noise(5);
        for (int point = 0; point < 40; point++) {
            assertFalse(detector.observe((long) point * HOUR, normal.applyAsDouble(point))
                    .isAnomaly());
        }

        assertTrue(detector.observe(40L * HOUR, 500).isAnomaly());
    }

    @Test
    void constantSeriesIsNeverAnomalousAndItsFirstChangeIs() {
        final List<Integer> found = anomalies(point -> point < INCIDENT ? 7 : 9);

        assertEquals(INCIDENT, found.getFirst());
    }

    @Test
    void goesOnFromItsStateAsIfNothingHadHappened() {
        final IntToDoubleFunction series = point -> daily(6).applyAsDouble(point) + (point % 400 == 399 ? 50 : 0);
        final AnomalyDetector unbroken = new AnomalyDetector();
        AnomalyDetector restarted = new AnomalyDetector();
        int anomalies = 0;
        for (int point = 0; point < POINTS; point++) {
            restarted = AnomalyDetector.ofBytes(restarted.toBytes());
            final AnomalyDetector.Observation expected =
                    unbroken.observe((long) point * HOUR, series.applyAsDouble(point));

            assertEquals(expected, restarted.observe((long) point * HOUR, series.applyAsDouble(point)));
            anomalies += expected.isAnomaly() ? 1 : 0;
        }

        assertTrue(anomalies > 0);
        assertTrue(restarted.toBytes().length < 10_000);
    }

    @Test
    void refusesStateOfAnotherVersion() {
        final byte[] state = new AnomalyDetector().toBytes();
        state[0]++;

        final Exception refusal = assertThrows(IllegalArgumentException.class, () -> AnomalyDetector.ofBytes(state));

        assertTrue(refusal.getMessage().contains("expected 3"), refusal.getMessage());
    }

    private static List<Integer> anomalies(final IntToDoubleFunction series) {
        return anomalies(IntUnaryOperator.identity(), series);
    }

    private static List<Integer> anomalies(final IntUnaryOperator hours, final IntToDoubleFunction series) {
        final AnomalyDetector detector = new AnomalyDetector();
        final List<Integer> found = new ArrayList<>();
        for (int point = 0; point < POINTS; point++) {
            if (detector.observe((long) hours.applyAsInt(point) * HOUR, series.applyAsDouble(point))
                    .isAnomaly()) {
                found.add(point);
            }
        }
        return found;
    }

    private static List<Integer> after(final List<Integer> found) {
        return found.stream().filter(point -> point >= INCIDENT).toList();
    }

    private static IntToDoubleFunction daily(final int seed) {
        final IntToDoubleFunction noise = noise(seed);
        return point -> noise.applyAsDouble(point) + 30 * Math.sin(2 * Math.PI * point / 24);
    }

    private static IntToDoubleFunction noise(final int seed) {
        return point -> 50 + 3 * new Random(31L * seed + point * 7_919L).nextGaussian();
    }
}
