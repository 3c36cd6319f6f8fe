/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.automl;

import io.nifimimir.benchmarks.MeasuredJvm;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Trains on each table of a suite and predicts its test rows: a file of predictions for each in the scorer's format, and {@code
 * meta.csv} with what each cost. {@code suite.json} lists the tables; of it only files, target and task are looked at. Each table has
 * a JVM of its own, of a heap that leaves room for XGBoost's memory below half a gigabyte.
 */
public final class AutoMlBenchmark {
    private final PrintStream out;
    private final Path output;
    private final int budgetSeconds;

    private AutoMlBenchmark(final PrintStream out, final Path output, final int budgetSeconds) {
        this.out = out;
        this.output = output;
        this.budgetSeconds = budgetSeconds;
    }

    public static void main(final String[] arguments) throws IOException, InterruptedException {
        Path data = null;
        Path output = null;
        int budget = 60;
        final Set<String> only = new TreeSet<>();
        for (int index = 0; index + 1 < arguments.length; index += 2) {
            final String value = arguments[index + 1];
            switch (arguments[index]) {
                case "--data" -> data = Path.of(value);
                case "--out" -> output = Path.of(value);
                case "--budget" -> budget = Integer.parseInt(value);
                case "--only" -> only.addAll(Arrays.asList(value.split(",")));
                default -> throw new IllegalArgumentException("Unknown option " + arguments[index]);
            }
        }

        if (data == null || output == null) {
            throw new IllegalArgumentException(
                    "Expected: --data FOLDER --out FOLDER [--budget SECONDS] [--only NAME,NAME]");
        }

        Files.createDirectories(output);
        final List<SuiteTable> tables = SuiteTable.of(data).stream()
                .filter(table -> only.isEmpty() || only.contains(table.name()))
                .toList();
        final int failed = new AutoMlBenchmark(System.out, output, budget).run(tables);
        System.exit(failed == 0 ? 0 : 1);
    }

    /** @return tables without a prediction */
    private int run(final List<SuiteTable> tables) throws IOException, InterruptedException {
        int failed = 0;
        out.printf("%-24s %8s %8s %8s %8s%n", "table", "wall s", "train s", "CPU s", "peak MB");
        try (BufferedWriter meta = Files.newBufferedWriter(output.resolve("meta.csv"))) {
            meta.write("name,wall_s,train_s,peak_rss_kb,cpu_s\n");
            for (final SuiteTable table : tables) {
                final Path measurements = Files.createTempFile("mimir-automl-", ".txt");
                final long start = System.nanoTime();
                final int exit = launch(table, measurements).waitFor();
                final double wall = (System.nanoTime() - start) / 1e9;
                final String[] measured = Files.readString(measurements).split(" ");
                if (exit != 0 || measured.length < 3) {
                    failed++;
                    out.printf("%-24s failed%n", table.name());
                    continue;
                }

                final long peak = Long.parseLong(measured[2]);
                meta.write("%s,%.2f,%s,%d,%s%n".formatted(table.name(), wall, measured[0], peak, measured[1]));
                meta.flush();
                out.printf("%-24s %8.1f %8s %8s %8d%n", table.name(), wall, measured[0], measured[1], peak >> 10);
                Files.delete(measurements);
            }
        }

        return failed;
    }

    private Process launch(final SuiteTable table, final Path measurements) throws IOException {
        final ProcessBuilder builder = MeasuredJvm.of(
                        TableRun.class,
                        List.of(
                                table.train().toString(),
                                table.test().toString(),
                                table.target(),
                                table.task().name(),
                                String.valueOf(budgetSeconds),
                                output.resolve(table.name() + ".csv").toString(),
                                measurements.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Few arenas of malloc's hold little that nobody needs
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder.start();
    }
}
