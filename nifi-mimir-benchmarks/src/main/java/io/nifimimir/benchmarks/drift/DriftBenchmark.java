/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.drift;

import io.nifimimir.monitoring.drift.DriftCriteria;
import io.nifimimir.monitoring.drift.DriftFinding;
import io.nifimimir.monitoring.drift.DriftJudgement;
import io.nifimimir.monitoring.drift.LookedWindows;
import io.nifimimir.monitoring.drift.ReferenceProfile;
import io.nifimimir.monitoring.drift.SeasonPart;
import io.nifimimir.monitoring.drift.WindowComparison;
import io.nifimimir.monitoring.planning.DriftPlanner;
import io.nifimimir.monitoring.rule.RuleCondition;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * How often drift is cried over data that do not drift, and how soon a planted shift is found: a batch a day, as the rules that AutoTrain
 * sets up judge them. The same figures come out each time.
 */
public final class DriftBenchmark {
    private static final int REFERENCE_DAYS = 56;

    private static final int STATIONARY_DAYS = 1_000;

    private static final double DAYS_OF_YEAR = 365.25;

    private static final int RUNS = 50;

    private static final int LONGEST_SEARCH = 20;

    /** Normal looks that end an alert. */
    private static final int RESOLVED_AFTER = 3;

    private final PrintStream out;

    /** As AutoTrain sets it up; here each batch is a look. */
    private final RuleCondition.Drift rule;

    private DriftBenchmark(final PrintStream out, final RuleCondition.Drift rule) {
        this.out = out;
        this.rule = rule;
    }

    public static void main(final String[] arguments) {
        new DriftBenchmark(System.out, DriftPlanner.drift(RuleCondition.DriftSubject.FEATURES)).run();
    }

    private void run() {
        out.println("False alerts a year, %,d days without drift, a batch a day:%n".formatted(STATIONARY_DAYS));
        out.println("| rows | days | reference | alerts | a year | columns |");
        out.println("| ---: | --- | --- | ---: | ---: | --- |");
        for (final int rows : new int[] {200, 500, 2_000}) {
            for (final double dayEffect : new double[] {0, 0.2}) {
                stationary(rows, dayEffect, null);
                stationary(rows, dayEffect, SeasonPart.NONE);
            }
        }
        out.println("%nBatches until a shift is found, %d runs each:%n".formatted(RUNS));
        out.println("| shift | rows | days | found | median | within 3 | 9 of 10 within |");
        out.println("| --- | ---: | --- | ---: | ---: | ---: | ---: |");
        for (final Shift shift : Shift.ALL) {
            for (final int rows : new int[] {200, 500, 2_000}) {
                shifted(shift, rows, 0);
            }
            shifted(shift, 500, 0.2);
        }
    }

    private DriftCriteria criteria(final SeasonPart season) {
        return new DriftCriteria(
                false, Set.of(), season, rule.minimumDistance(), rule.minimumStabilityIndex(), rule.significance());
    }

    private void stationary(final int rows, final double dayEffect, final SeasonPart season) {
        final SimulatedDays days = new SimulatedDays(17 + rows, rows, dayEffect);
        final ReferenceProfile reference = days.reference(REFERENCE_DAYS);
        final WindowComparison comparison = new WindowComparison(reference, criteria(season));
        final Set<String> columns = new TreeSet<>();
        int alerts = 0;
        int drifted = 0;
        int calm = 0;
        boolean open = false;
        LookedWindows windows = LookedWindows.empty(reference);
        for (int day = 0; day < STATIONARY_DAYS; day++) {
            windows = windows.plus(days.nextBatch(reference, Shift.NONE));
            final DriftJudgement judgement = comparison.judge(windows.gathered(), windows.looked());
            windows = windows.afterLook(reference);
            drifted = judgement.drifted() ? drifted + 1 : 0;
            calm = judgement.drifted() ? 0 : calm + 1;
            if (!open && drifted >= rule.looks()) {
                open = true;
                alerts++;
                judgement.findings().stream().map(DriftFinding::column).forEach(columns::add);
            } else if (calm >= RESOLVED_AFTER) {
                open = false;
            }
        }
        out.println("| %,d | %s | %s | %d | %.2f | %s |"
                .formatted(
                        rows,
                        name(dayEffect),
                        season == null ? "of the season" : "all of training",
                        alerts,
                        alerts * DAYS_OF_YEAR / STATIONARY_DAYS,
                        String.join(", ", columns)));
    }

    private void shifted(final Shift shift, final int rows, final double dayEffect) {
        final int[] batches = new int[RUNS];
        final SimulatedDays days = new SimulatedDays(1_000L + rows, rows, dayEffect);
        final ReferenceProfile reference = days.reference(REFERENCE_DAYS);
        final WindowComparison comparison = new WindowComparison(reference, criteria(null));
        for (int run = 0; run < RUNS; run++) {
            int drifted = 0;
            int batch = 0;
            LookedWindows windows = LookedWindows.empty(reference);
            while (drifted < rule.looks() && batch < LONGEST_SEARCH) {
                windows = windows.plus(days.nextBatch(reference, shift));
                drifted = comparison.judge(windows.gathered(), windows.looked()).drifted() ? drifted + 1 : 0;
                windows = windows.afterLook(reference);
                batch++;
            }
            batches[run] = drifted >= rule.looks() ? batch : Integer.MAX_VALUE;
        }
        Arrays.sort(batches);
        out.println("| %s | %,d | %s | %d %% | %s | %d %% | %s |"
                .formatted(
                        shift.name(),
                        rows,
                        name(dayEffect),
                        percent(batches, LONGEST_SEARCH),
                        batches(batches[RUNS / 2]),
                        percent(batches, 3),
                        batches(batches[9 * RUNS / 10 - 1])));
    }

    private static long percent(final int[] batches, final int within) {
        return 100 * Arrays.stream(batches).filter(batch -> batch <= within).count() / batches.length;
    }

    private static String batches(final int count) {
        return count > LONGEST_SEARCH ? "over " + LONGEST_SEARCH : String.valueOf(count);
    }

    private static String name(final double dayEffect) {
        return dayEffect == 0 ? "alike" : "differ by %.1f sd".formatted(dayEffect);
    }
}
