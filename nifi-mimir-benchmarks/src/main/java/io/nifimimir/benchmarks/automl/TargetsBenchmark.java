/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.automl;

import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.ingest.typing.TypingOptions;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.detection.Leaks;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.detection.TargetCandidate;
import io.nifimimir.training.detection.TargetDetector;
import io.nifimimir.training.table.TrainingTable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether detection finds what somebody would want to predict, on tables where that is known: made-up ones, and those of a suite whose
 * {@code suite.json} names the target. Into each, columns are planted that give the target away, and all of them have to be reported;
 * what is reported besides is shown, since it may be honest.
 */
public final class TargetsBenchmark {
    private static final int HIGHEST_RANK = 2;

    private final PrintStream out;
    private int tables;
    private int found;
    private int planted;
    private int reported;

    private TargetsBenchmark(final PrintStream out) {
        this.out = out;
    }

    public static void main(final String[] arguments) throws IOException {
        final List<LabelledTable> tables = new ArrayList<>(LabelledTables.all());
        for (int index = 0; index + 1 < arguments.length; index += 2) {
            if (!arguments[index].equals("--data")) {
                throw new IllegalArgumentException("Expected: [--data FOLDER]");
            }

            for (final SuiteTable table : SuiteTable.of(Path.of(arguments[index + 1]))) {
                tables.add(read(table));
            }
        }

        final TargetsBenchmark benchmark = new TargetsBenchmark(System.out);
        benchmark.out.printf(
                "%-16s %4s %5s %-24s %s%n",
                "table", "rank", "sure", "surest", "planted leaks reported; others reported");
        for (final LabelledTable table : tables) {
            benchmark.run(table);
        }

        benchmark.out.printf(
                "Right target among the first %d: %d of %d tables; planted leaks reported: %d of %d%n",
                HIGHEST_RANK, benchmark.found, benchmark.tables, benchmark.reported, benchmark.planted);
    }

    private static LabelledTable read(final SuiteTable table) throws IOException {
        final Path dataset = TableRun.convert(table.train(), TypingOptions.DETECT_ALL);
        try (DatasetReader reader = DatasetReaders.open(Files.newInputStream(dataset))) {
            final List<List<String>> rows = new ArrayList<>();
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                final Object[] cells = row;
                rows.add(IntStream.range(0, cells.length)
                        .mapToObj(index -> cells[index] == null ? "" : cells[index].toString())
                        .toList());
            }

            return new LabelledTable(
                    table.name(),
                    reader.header().columns().stream()
                            .map(column -> column.name())
                            .toList(),
                    rows,
                    table.target(),
                    table.task());
        } finally {
            Files.delete(dataset);
        }
    }

    private void run(final LabelledTable table) throws IOException {
        final TrainingTable plain = load(table);
        final TrainingRequest request = new TrainingRequest(
                table.name(),
                List.of(),
                true,
                true,
                false,
                0,
                1,
                42,
                Duration.ofMinutes(1),
                1,
                ColumnRoles.DETECT,
                table.name());
        final List<TargetCandidate> candidates = new TargetDetector(plain, request).detect(() -> true);
        final int rank = IntStream.range(0, candidates.size())
                        .filter(index -> candidates.get(index).column().equals(table.target()))
                        .findFirst()
                        .orElse(-1)
                + 1;
        final LabelledTable leaking = new PlantedLeaks(table).plant();
        final TrainingTable leakingTable = load(leaking);
        final ModelTask task = table.task();
        final Leaks leaks = PreparedTarget.prepare(
                        leakingTable,
                        IntStream.range(0, leakingTable.rowCount()).toArray(),
                        leakingTable.findColumn(table.target()).orElseThrow(),
                        task,
                        ColumnRoles.DETECT,
                        42)
                .leaks();
        final List<String> names =
                leaking.header().subList(table.header().size(), leaking.header().size());
        final List<String> missed = names.stream()
                .filter(name -> !leaks.leftOut().containsKey(name))
                .toList();
        final List<String> others = leaks.leftOut().keySet().stream()
                .filter(name -> !names.contains(name))
                .toList();
        tables++;
        found += rank >= 1 && rank <= HIGHEST_RANK ? 1 : 0;
        planted += names.size();
        reported += names.size() - missed.size();
        out.printf(
                "%-16s %4d %5.2f %-24s %d of %d%s%s%n",
                table.name(),
                rank,
                candidates.get(rank - 1).confidence(),
                candidates.getFirst().column(),
                names.size() - missed.size(),
                names.size(),
                missed.isEmpty() ? "" : ", missed " + missed,
                others.isEmpty() ? "" : ", also " + others);
    }

    private static TrainingTable load(final LabelledTable table) throws IOException {
        final Path file = Files.createTempFile("mimir-targets-", ".csv");
        Path dataset = null;
        try {
            table.writeTo(file);
            dataset = TableRun.convert(file, TypingOptions.DETECT_ALL);
            try (DatasetReader reader = DatasetReaders.open(Files.newInputStream(dataset))) {
                return TrainingTable.load(reader, TrainingTable.DEFAULT_LIMIT_BYTES, () -> true);
            }
        } finally {
            Files.delete(file);
            if (dataset != null) {
                Files.delete(dataset);
            }
        }
    }
}
