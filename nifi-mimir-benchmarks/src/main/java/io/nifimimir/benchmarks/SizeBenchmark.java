/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.JsonDatasetEncoding;
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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Whether the cost of a conversion is linear in rows and in columns, and its memory constant. To be run with a heap of 256 MB. */
public final class SizeBenchmark {
    private static final int[] ROWS = {10_000, 100_000, 1_000_000, 10_000_000};
    /** With some 120 bytes a row, more than 2 GiB. */
    private static final int ROWS_OF_2_GIB = 18_500_000;

    private static final int[] COLUMNS = {10, 100, 1_000, 10_000};
    private static final int ROWS_OF_MANY_COLUMNS = 10_000;
    /** A conversion repeats until it has seen so many cells, so that the small ones are measured as warm as the large ones. */
    private static final long WARM_CELLS = 60_000_000;

    private static final int MOST_REPETITIONS = 100;
    private static final double MEGA = 1e6;

    /** Of all threads; beside the time it shows what a machine that others share takes away. */
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final PrintStream out;
    private final Path file;

    private SizeBenchmark(final PrintStream out, final Path file) {
        this.out = out;
        this.file = file;
    }

    public static void main(final String[] arguments) throws IOException {
        final Path file = Files.createTempFile("mimir-size-", ".csv");
        try {
            new SizeBenchmark(System.out, file).run();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void run() throws IOException {
        out.printf(
                "CSV to JSON with the whole profile; heap of at most %,d MB%n",
                Runtime.getRuntime().maxMemory() >> 20);
        for (final int rows : ROWS) {
            generate(rows);
            measure(rows, 12);
        }
        for (final int columns : COLUMNS) {
            generateWide(columns);
            measure(ROWS_OF_MANY_COLUMNS, columns);
        }
        generate(ROWS_OF_2_GIB);
        measure(ROWS_OF_2_GIB, 12);
    }

    private void measure(final int rows, final int columns) throws IOException {
        final long cells = (long) rows * columns;
        final long repetitions = Math.clamp(WARM_CELLS / cells, 1, MOST_REPETITIONS);
        double seconds = Double.POSITIVE_INFINITY;
        double cpuSeconds = Double.POSITIVE_INFINITY;
        DatasetHeader header = null;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            final long start = System.nanoTime();
            final long cpuStart = system.getProcessCpuTime();
            header = convert();
            seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
            cpuSeconds = Math.min(cpuSeconds, (system.getProcessCpuTime() - cpuStart) / 1e9);
        }
        out.printf(
                "%,12d rows x %,6d columns, %,7.1f MB: %6.2f s, %4d ns and %4d ns of CPU a cell%s%n",
                rows,
                columns,
                Files.size(file) / MEGA,
                seconds,
                Math.round(seconds / cells * 1e9),
                Math.round(cpuSeconds / cells * 1e9),
                rankError(header));
    }

    private DatasetHeader convert() throws IOException {
        final ContentSource source = new ContentSource(() -> Files.newInputStream(file), "size.csv", null);
        try (Conversion conversion = DatasetConverter.standard().open(source, IngestOptions.DETECT_ALL);
                ConvertedDataset dataset =
                        conversion.convert(0, new JsonDatasetEncoding(), Map.of(), NoRejections.INSTANCE)) {
            dataset.writeTo(OutputStream.nullOutputStream());
            return dataset.header();
        }
    }

    /** The identifiers run from 1 to the number of rows, so that the true rank of a quantile is seen from its value. */
    private static String rankError(final DatasetHeader header) {
        return header.findColumn("id")
                .map(id -> id.profile().quantiles().entrySet().stream()
                        .mapToDouble(quantile -> Math.abs(
                                quantile.getValue() / header.rowCount() - Double.parseDouble(quantile.getKey())))
                        .max()
                        .orElseThrow())
                .map(error -> ", worst rank error of a quantile %.2f %%".formatted(100 * error))
                .orElse("");
    }

    private void generate(final int rows) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            new GeneratedTable(rows).writeCsv(writer);
        }
    }

    private void generateWide(final int columns) throws IOException {
        final Random random = new Random(columns);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int column = 0; column < columns; column++) {
                writer.append(column == 0 ? "" : ",").append("column").append(String.valueOf(column));
            }
            for (int row = 0; row < ROWS_OF_MANY_COLUMNS; row++) {
                for (int column = 0; column < columns; column++) {
                    writer.append(column == 0 ? '\n' : ',');
                    writer.append(
                            column % 3 == 0 ? "site " + random.nextInt(20) : String.valueOf(random.nextInt(9_000)));
                }
            }
            writer.append('\n');
        }
    }
}
