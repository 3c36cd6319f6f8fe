/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.nifimimir.dataset.AvroDatasetEncoding;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.NoRejections;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.TrainingReport.TrainedModel;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.table.TrainingLimitException;
import io.nifimimir.training.table.TrainingTable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a training costs against the rows and columns of its table, in the default settings of AutoTrain, one target named. */
public final class TrainingCostBenchmark {
    private static final List<Integer> COLUMNS = List.of(10, 100, 1_000);
    private static final List<Integer> ROWS = List.of(1_000, 10_000, 100_000, 1_000_000);

    /** A column of numbers takes 8 bytes a row; what cannot fit is not even made. */
    private static final long MOST_CELLS = TrainingTable.DEFAULT_LIMIT_BYTES / Double.BYTES * 2;

    private static final String TARGET = "amount";
    private static final int THREADS = 2;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final PrintStream out = System.out;

    public static void main(final String[] arguments) throws IOException {
        new TrainingCostBenchmark().run();
    }

    private void run() throws IOException {
        out.printf("%9s %7s  %9s %9s %9s  %s%n", "rows", "columns", "load s", "train s", "CPU s", "outcome");
        for (final int columns : COLUMNS) {
            for (final int rows : ROWS) {
                if ((long) rows * columns > MOST_CELLS) {
                    out.printf(
                            "%,9d %,7d  %9s %9s %9s  over the default Maximum Table Size%n", rows, columns, "", "", "");
                } else {
                    measure(rows, columns);
                }
            }
        }
    }

    private void measure(final int rows, final int columns) throws IOException {
        final Path dataset = dataset(rows, columns);
        final long cpuBefore = system.getProcessCpuTime();
        final long start = System.nanoTime();
        try (DatasetReader reader = DatasetReaders.open(Files.newInputStream(dataset))) {
            final TrainingTable table = TrainingTable.load(reader, TrainingTable.DEFAULT_LIMIT_BYTES, () -> true);
            final long loaded = System.nanoTime();
            final TrainingRequest request = new TrainingRequest(
                            "cost",
                            List.of(TARGET),
                            true,
                            true,
                            false,
                            0.65,
                            1,
                            42,
                            Duration.ofMinutes(1),
                            THREADS,
                            ColumnRoles.DETECT,
                            "")
                    .withKeyFor(table, false);
            final TrainingOutcome outcome = new AutoTrainer().train(table, request, () -> true, Clock.systemUTC());
            out.printf(
                    "%,9d %,7d  %9.1f %9.1f %9.1f  %s%n",
                    rows,
                    columns,
                    (loaded - start) / 1e9,
                    (System.nanoTime() - loaded) / 1e9,
                    (system.getProcessCpuTime() - cpuBefore) / 1e9,
                    describe(outcome));
        } catch (final TrainingLimitException e) {
            out.printf("%,9d %,7d  %9s %9s %9s  %s%n", rows, columns, "", "", "", e.getMessage());
        } finally {
            Files.delete(dataset);
        }
    }

    private static String describe(final TrainingOutcome outcome) {
        if (outcome.report().trainedModels().isEmpty()) {
            return outcome.report().failedModels().getFirst().errorMessage();
        }
        final TrainedModel model = outcome.report().trainedModels().getFirst();
        return "R2 %.3f, %d candidates%s"
                .formatted(
                        model.rSquared(),
                        model.leaderboard().size(),
                        model.warnings().isEmpty() ? "" : ", " + String.join(" ", model.warnings()));
    }

    private static Path dataset(final int rows, final int columns) throws IOException {
        final Path csv = Files.createTempFile("mimir-cost-", ".csv");
        final Path dataset = Files.createTempFile("mimir-cost-", ".avro");
        try {
            writeCsv(csv, rows, columns);
            final ContentSource source = new ContentSource(() -> Files.newInputStream(csv), "cost.csv", null);
            try (Conversion conversion = DatasetConverter.standard().open(source, IngestOptions.DETECT_ALL);
                    ConvertedDataset converted =
                            conversion.convert(0, new AvroDatasetEncoding(), Map.of(), NoRejections.INSTANCE);
                    OutputStream output = Files.newOutputStream(dataset)) {
                converted.writeTo(output);
            }
        } finally {
            Files.delete(csv);
        }
        return dataset;
    }

    /** Every fifth column holds categories; some of the first ten tell the target. */
    private static void writeCsv(final Path csv, final int rows, final int columns) throws IOException {
        final Random random = new Random(columns);
        try (BufferedWriter writer = Files.newBufferedWriter(csv)) {
            for (int column = 1; column < columns; column++) {
                writer.append(column % 5 == 0 ? "c" : "n")
                        .append(String.valueOf(column))
                        .append(',');
            }
            writer.append(TARGET).append('\n');
            for (int row = 0; row < rows; row++) {
                double amount = random.nextGaussian();
                for (int column = 1; column < columns; column++) {
                    final int value = random.nextInt(column % 5 == 0 ? 20 : 1_000);
                    if (column < 10 && column % 2 == 1) {
                        amount += column % 5 == 0 ? value % 4 : Math.sin(value / 200.0 + column);
                    }
                    writer.append(column % 5 == 0 ? "level " : "")
                            .append(String.valueOf(value))
                            .append(',');
                }
                writer.append(String.valueOf(Math.round(amount * 1_000) / 1_000.0))
                        .append('\n');
            }
        }
    }
}
