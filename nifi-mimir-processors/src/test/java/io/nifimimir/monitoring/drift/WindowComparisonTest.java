/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WindowComparisonTest {
    private static final DriftCriteria FEATURES = new DriftCriteria(false, Set.of(), null, 0.1, 0.1, 0.001);

    private final SimulatedClinic clinic = new SimulatedClinic(7, 500);

    private final ReferenceProfile reference = clinic.reference(56);

    private DriftJudgement judge(final DriftCriteria criteria) {
        return new WindowComparison(reference, criteria).judge(clinic.nextWindow(reference));
    }

    @Test
    void seasonThatAColumnFollowsIsFound() {
        assertEquals(
                SeasonPart.DAY_OF_WEEK,
                reference.features().getFirst().seasons().getFirst().season());
        assertEquals(
                SeasonPart.NONE,
                reference.features().get(1).seasons().getFirst().season());
    }

    /** A year of days, each of which is a batch; some of them are weekends. */
    @Test
    void daysLikeThoseOfTrainingDoNotDrift() {
        final long drifted =
                IntStream.range(0, 365).filter(day -> judge(FEATURES).drifted()).count();

        assertEquals(0, drifted);
    }

    /** A Saturday as warm as a weekday is nothing to whoever does not know that weekends are cooler. */
    @Test
    void weekendLikeAWeekdayDriftsByItsSeason() {
        IntStream.range(0, 5).forEach(day -> clinic.nextDay());
        clinic.shift = 1;
        final RowWindow saturday = clinic.nextWindow(reference);
        final DriftCriteria blind = new DriftCriteria(false, Set.of(), SeasonPart.NONE, 0.1, 0.1, 0.001);

        assertTrue(new WindowComparison(reference, FEATURES).judge(saturday).drifted());
        assertFalse(new WindowComparison(reference, blind).judge(saturday).drifted());
    }

    @Test
    void shiftIsFoundInItsColumnAndNamed() {
        clinic.shift = 1;

        final List<DriftFinding> findings = judge(FEATURES).findings();

        assertEquals("temperature", findings.getFirst().column());
        assertEquals(DriftFinding.Change.NUMBERS, findings.getFirst().change());
        assertEquals(
                1,
                findings.getFirst().seen() - findings.getFirst().expected(),
                0.2,
                findings.getFirst().toString());
        assertTrue(findings.getFirst().examples().getFirst().row().startsWith("row "), findings.toString());
    }

    @Test
    void smallShiftIsFoundInThreeBatches() {
        clinic.shift = 0.3;

        assertTrue(
                IntStream.range(0, 3).filter(day -> judge(FEATURES).drifted()).count() >= 2);
    }

    /** By two looks in a row, in each of thirty searches, and with the limits that AutoTrain sets. */
    @Test
    void smallShiftAddsUpOverTheLooks() {
        final WindowComparison comparison =
                new WindowComparison(reference, new DriftCriteria(false, Set.of(), null, 0.08, 0.08, 0.01));
        clinic.shift = 0.3;
        for (int search = 0; search < 30; search++) {
            LookedWindows windows = LookedWindows.empty(reference);
            int drifted = 0;
            for (int look = 0; look < 3 && drifted < 2; look++) {
                windows = windows.plus(clinic.nextWindow(reference));
                drifted = comparison.judge(windows.gathered(), windows.looked()).drifted() ? drifted + 1 : 0;
                windows = windows.afterLook(reference);
            }

            assertEquals(2, drifted, "search " + search);
        }
    }

    @Test
    void looksTogetherFindNothingWhereNothingIs() {
        final WindowComparison comparison = new WindowComparison(reference, FEATURES);
        LookedWindows windows = LookedWindows.empty(reference);
        for (int look = 0; look < 365; look++) {
            windows = windows.plus(clinic.nextWindow(reference));

            assertFalse(comparison.judge(windows.gathered(), windows.looked()).drifted(), "look " + look);
            windows = windows.afterLook(reference);
        }
    }

    /** The looks before still hold it, but the newest rows do not speak for it. */
    @Test
    void shiftThatIsOverIsSeenToBeOverAtOnce() {
        clinic.shift = 1;
        LookedWindows windows = LookedWindows.empty(reference)
                .plus(clinic.nextWindow(reference))
                .afterLook(reference)
                .plus(clinic.nextWindow(reference))
                .afterLook(reference);
        clinic.shift = 0;
        windows = windows.plus(clinic.nextWindow(reference));

        final DriftJudgement judgement =
                new WindowComparison(reference, FEATURES).judge(windows.gathered(), windows.looked());

        assertEquals(List.of(), judgement.findings());
    }

    @Test
    void windowsOutliveARestartAndThoseOfTheVersionBeforeAreTakenOver() {
        final RowWindow window = clinic.nextWindow(reference);
        final LookedWindows windows =
                LookedWindows.empty(reference).plus(window).afterLook(reference).plus(clinic.nextWindow(reference));

        final LookedWindows read = LookedWindows.ofBytes(LookedWindows.VERSION, windows.toBytes());
        final LookedWindows upgraded = LookedWindows.ofBytes(RowWindow.VERSION, window.toBytes());

        assertArrayEquals(windows.toBytes(), read.toBytes());
        assertEquals(1, read.looked().size());
        assertArrayEquals(window.toBytes(), upgraded.gathered().toBytes());
        assertEquals(List.of(), upgraded.looked());
    }

    @Test
    void shiftThatDoesNotMatterIsLeftAlone() {
        clinic.shift = 0.05;

        assertFalse(judge(FEATURES).drifted());
    }

    @Test
    void newLevelIsNamedWithItsRow() {
        clinic.newSites = 0.05;

        final DriftFinding finding = judge(FEATURES).findings().stream()
                .filter(found -> found.change() == DriftFinding.Change.NEW_VALUES)
                .findFirst()
                .orElseThrow();

        assertEquals("site", finding.column());
        assertEquals("Herat", finding.examples().getFirst().value());
        assertTrue(finding.examples().getFirst().row().endsWith(".csv"), finding.toString());
    }

    @Test
    void missingValuesAreFound() {
        clinic.missing = 0.2;

        final DriftFinding finding = judge(FEATURES).findings().getFirst();

        assertEquals(DriftFinding.Change.MISSING, finding.change());
        assertEquals("humidity", finding.column());
        assertEquals(0.02, finding.expected(), 0.01);
    }

    @Test
    void predictionsAreLookedAtApart() {
        clinic.shift = 1;

        final DriftJudgement judgement = judge(new DriftCriteria(true, Set.of(), null, 0.1, 0.1, 0.001));

        assertEquals("prediction of cases", judgement.findings().getFirst().column());
        assertEquals(3, judgement.tests());
    }

    @Test
    void onlyNamedColumnsAreLookedAt() {
        clinic.shift = 1;

        assertFalse(judge(new DriftCriteria(false, Set.of("site", "humidity"), null, 0.1, 0.1, 0.001))
                .drifted());
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> judge(new DriftCriteria(false, Set.of("depth"), null, 0.1, 0.1, 0.001)));
        assertTrue(refused.getMessage().contains("[depth]"), refused.getMessage());
    }

    @Test
    void windowsAddUpAndKnowWhereTheirRowsAreFrom() {
        final RowWindow first = clinic.nextWindow(reference);
        clinic.newSites = 0.5;
        final RowWindow both =
                RowWindow.ofBytes(first.plus(clinic.nextWindow(reference)).toBytes());

        assertEquals(1_000, both.rows());
        final DriftFinding finding = new WindowComparison(reference, FEATURES)
                .judge(both).findings().stream()
                        .filter(found -> found.change() == DriftFinding.Change.NEW_VALUES)
                        .findFirst()
                        .orElseThrow();
        assertEquals(0.25, finding.seen(), 0.05);
        assertTrue(
                finding.examples()
                        .getFirst()
                        .row()
                        .endsWith(both.sources().getLast().name()),
                finding.toString());
    }

    @Test
    void referenceIsReadBackAsItWas() {
        final ReferenceProfile read = ReferenceProfile.ofBytes(reference.toBytes());

        final RowWindow window = clinic.nextWindow(reference);
        assertEquals(
                new WindowComparison(reference, FEATURES).judge(window),
                new WindowComparison(read, FEATURES).judge(window));
        assertTrue(reference.toBytes().length < 20_000, reference.toBytes().length + " bytes");
    }

    /** Days that differ among themselves: what they have in common must not be taken for drift. */
    @Test
    void dispersionOfDaysIsLearntFromTheTrainingData() {
        final double[] values = new double[20_000];
        final SplittableRandom random = new SplittableRandom(3);
        double common = 0;
        for (int row = 0; row < values.length; row++) {
            common = row % 200 == 0 ? 0.5 * random.nextGaussian() : common;
            values[row] = random.nextGaussian() + common;
        }

        final SeasonalCounts seasonal = ColumnReference.ofNumbers(
                        "value", row -> values[row], ReferenceRows.withoutTime(values.length))
                .seasons()
                .getFirst();

        assertTrue(seasonal.dispersion().at(200) > 3, seasonal.dispersion().toString());
        assertTrue(
                seasonal.distanceDispersion().at(200) > 10,
                seasonal.distanceDispersion().toString());
    }
}
