/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import io.nifimimir.dataset.AvroDatasetEncoding;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.NoRejections;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a training costs against rows, columns and classes of its table. Each table has a JVM of its own, of a heap of 256 MB: what a NiFi of
 * 512 MB leaves to others, and XGBoost takes as much again outside of it at most.
 */
public final class TrainingCostBenchmark {
    private static final String TARGET = "amount";

    private static final List<Table> TABLES = List.of(
            new Table(1_000, 10, 0),
            new Table(10_000, 10, 0),
            new Table(100_000, 10, 0),
            new Table(1_000_000, 10, 0),
            new Table(1_000, 100, 0),
            new Table(10_000, 100, 0),
            new Table(100_000, 100, 0),
            new Table(1_000, 1_000, 0),
            new Table(10_000, 1_000, 0),
            new Table(1_000, 10_000, 0),
            new Table(20_000, 10, 2),
            new Table(20_000, 10, 40),
            new Table(200_000, 10, 200),
            new Table(100_000, 10, 10_000));

    /** The default. */
    private static final String USUAL_BUDGET = "60";

    private final PrintStream out = System.out;
    private final String budgetSeconds;

    private TrainingCostBenchmark(final String budgetSeconds) {
        this.budgetSeconds = budgetSeconds;
    }

    /** @param classes of the target; 0 for a number */
    private record Table(int rows, int columns, int classes) {
        String name() {
            return "%dx%dx%d".formatted(rows, columns, classes);
        }
    }

    /**
     * @param arguments {@code --budget SECONDS} for another than the default, which a busy machine may ask for; and names of tables, such
     *     as {@code 1000x10x0}: rows, columns and classes; all of them where none is named
     */
    public static void main(final String[] arguments) throws IOException, InterruptedException {
        final boolean budget = arguments.length > 1 && arguments[0].equals("--budget");
        new TrainingCostBenchmark(budget ? arguments[1] : USUAL_BUDGET)
                .run(new TreeSet<>(List.of(arguments).subList(budget ? 2 : 0, arguments.length)));
    }

    private void run(final Set<String> only) throws IOException, InterruptedException {
        out.printf(
                "%9s %7s %7s  %9s %9s %9s %9s %9s  %s%n",
                "rows", "columns", "classes", "load s", "train s", "CPU s", "heap MB", "RSS MB", "outcome");
        for (final Table table : TABLES) {
            if (only.isEmpty() || only.contains(table.name())) {
                measure(table);
            }
        }
    }

    private void measure(final Table table) throws IOException, InterruptedException {
        out.printf("%,9d %,7d %,7d  ", table.rows(), table.columns(), table.classes());
        out.flush();
        final Path dataset = dataset(table);
        try {
            final Process process = MeasuredJvm.of(
                            TrainingCostRun.class, List.of(dataset.toString(), budgetSeconds, TARGET))
                    .redirectErrorStream(true)
                    .start();
            final List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("SLF4J"))
                    .toList();
            out.println(process.waitFor() == 0 ? String.join("\n", lines) : "failed: " + String.join("\n", lines));
        } finally {
            Files.delete(dataset);
        }
    }

    private static Path dataset(final Table table) throws IOException {
        final Path csv = Files.createTempFile("mimir-cost-", ".csv");
        final Path dataset = Files.createTempFile("mimir-cost-", ".avro");
        try {
            writeCsv(csv, table);
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
    private static void writeCsv(final Path csv, final Table table) throws IOException {
        final int columns = table.columns();
        final Random random = new Random(columns);
        try (BufferedWriter writer = Files.newBufferedWriter(csv)) {
            for (int column = 1; column < columns; column++) {
                writer.append(column % 5 == 0 ? "c" : "n")
                        .append(String.valueOf(column))
                        .append(',');
            }
            writer.append(TARGET).append('\n');
            for (int row = 0; row < table.rows(); row++) {
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
                writer.append(target(amount, table.classes())).append('\n');
            }
        }
    }

    private static String target(final double amount, final int classes) {
        return classes == 0
                ? String.valueOf(Math.round(amount * 1_000) / 1_000.0)
                : "class " + Math.floorMod((long) Math.floor(amount * classes / 10), classes);
    }
}
