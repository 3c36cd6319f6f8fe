/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.TrainingHeap;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.TrainingReport.TrainedModel;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.table.RowLimit;
import io.nifimimir.training.table.TrainingLimitException;
import io.nifimimir.training.table.TrainingTable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Trains on one table in a JVM of its own, so that its memory is measured, in the default settings of AutoTrain. */
public final class TrainingCostRun {
    private static final int THREADS = 2;
    private static final int BYTES_OF_MEBIBYTE = 1 << 20;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private TrainingCostRun() {}

    /** @param arguments file of the dataset, budget in seconds, the target; where it is to be found, none */
    public static void main(final String[] arguments) throws IOException {
        final Path dataset = Path.of(arguments[0]);
        final List<String> targets = List.of(arguments).subList(2, arguments.length);
        final Duration budget = Duration.ofSeconds(Long.parseLong(arguments[1]));
        final long start = System.nanoTime();
        try (DatasetReader reader = DatasetReaders.open(Files.newInputStream(dataset));
                TrainingHeap.Reservation heap = TrainingHeap.SHARED
                        .reserve(reader.header(), TrainingTable.DEFAULT_LIMIT_BYTES)
                        .orElseThrow()) {
            final TrainingTable table = TrainingTable.load(
                    reader,
                    new RowLimit(
                            heap.tableBytes(), RowLimit.Strategy.SAMPLE, column -> targets.contains(column.name())),
                    () -> true);
            final long loaded = System.nanoTime();
            final TrainingOutcome outcome =
                    new AutoTrainer().train(table, request(table, targets, budget), () -> true, Clock.systemUTC());
            System.out.printf(
                    "%9.1f %9.1f %9.1f %9d %9d  %s%n",
                    (loaded - start) / 1e9,
                    (System.nanoTime() - loaded) / 1e9,
                    SYSTEM.getProcessCpuTime() / 1e9,
                    ProcessMemory.peakHeapBytes() / BYTES_OF_MEBIBYTE,
                    ProcessMemory.peakKilobytes() >> 10,
                    describe(outcome, table));
        } catch (final TrainingLimitException e) {
            System.out.printf("%9s %9s %9s %9s %9s  %s%n", "", "", "", "", "", e.getMessage());
        }
    }

    private static TrainingRequest request(
            final TrainingTable table, final List<String> targets, final Duration budget) {
        return new TrainingRequest(
                        "cost", targets, true, true, false, 0.65, 3, 42, budget, THREADS, ColumnRoles.DETECT, "")
                .withKeyFor(table, false);
    }

    private static String describe(final TrainingOutcome outcome, final TrainingTable table) {
        if (outcome.report().trainedModels().isEmpty()) {
            return outcome.report().failedModels().isEmpty()
                    ? "nothing to predict"
                    : outcome.report().failedModels().getFirst().errorMessage();
        }
        final TrainedModel model = outcome.report().trainedModels().getFirst();
        final String score = model.rSquared() == null
                ? "accuracy %.3f".formatted(model.accuracy())
                : "R2 %.3f".formatted(model.rSquared());
        return "%s, %d candidates; %s; %s %s"
                .formatted(
                        score,
                        model.leaderboard().size(),
                        model.validation(),
                        table.notice(),
                        String.join(" ", model.warnings()));
    }
}
