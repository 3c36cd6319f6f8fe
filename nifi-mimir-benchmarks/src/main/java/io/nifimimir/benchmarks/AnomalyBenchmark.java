/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import io.nifimimir.monitoring.anomaly.AnomalyDetector;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Replays each series of a folder, point by point, through the detector as it comes, and writes what it said of each point in the form
 * that the scorer of the Numenta Anomaly Benchmark reads: the same path, with timestamp, value and anomaly_score.
 */
public final class AnomalyBenchmark {
    private static final String USAGE = "Expected --data DIR --out DIR, found %s";

    private static final String HEADER = "timestamp,value";

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final double PER_THOUSAND = 1_000;

    private static final double NANOSECONDS = 1e9;

    private final PrintStream out;

    private long points;

    private long alerts;

    private long nanoseconds;

    private int largestState;

    private AnomalyBenchmark(final PrintStream out) {
        this.out = out;
    }

    public static void main(final String[] arguments) throws IOException {
        if (arguments.length != 4 || !"--data".equals(arguments[0]) || !"--out".equals(arguments[2])) {
            throw new IllegalArgumentException(USAGE.formatted(String.join(" ", arguments)));
        }
        run(series(Path.of(arguments[1])), Path.of(arguments[3]), System.out);
    }

    /** The Numenta Anomaly Benchmark has its series in a folder {@code data} beside their labels, and wants results without it. */
    private static Path series(final Path folder) {
        final Path inside = folder.resolve("data");
        return Files.isDirectory(inside) ? inside : folder;
    }

    static void run(final Path data, final Path results, final PrintStream out) throws IOException {
        final List<Path> files;
        try (Stream<Path> found = Files.walk(data)) {
            files = found.filter(file -> file.getFileName().toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IOException("No series in %s, expected files such as CATEGORY/NAME.csv".formatted(data));
        }
        final AnomalyBenchmark benchmark = new AnomalyBenchmark(out);
        for (final Path file : files) {
            benchmark.replay(file, data.relativize(file), results);
        }
        out.printf(
                "%d series, %d points: %.0f points a second on one thread, %.2f alerts for 1,000 points, state of at most %d bytes%n",
                files.size(),
                benchmark.points,
                benchmark.points * NANOSECONDS / benchmark.nanoseconds,
                PER_THOUSAND * benchmark.alerts / benchmark.points,
                benchmark.largestState);
    }

    private void replay(final Path file, final Path name, final Path results) throws IOException {
        final List<Map.Entry<String, Double>> rows = read(file);
        final long[] instants =
                rows.stream().mapToLong(row -> epochSecond(row.getKey(), file)).toArray();
        final double[] scores = new double[instants.length];
        final AnomalyDetector detector = new AnomalyDetector();
        long alertsOfSeries = 0;
        final long started = System.nanoTime();
        for (int index = 0; index < scores.length; index++) {
            final AnomalyDetector.Observation observation =
                    detector.observe(instants[index], rows.get(index).getValue());
            scores[index] = observation.score();
            alertsOfSeries += observation.isAnomaly() ? 1 : 0;
        }
        nanoseconds += System.nanoTime() - started;
        points += scores.length;
        alerts += alertsOfSeries;
        largestState = Math.max(largestState, detector.toBytes().length);
        out.printf(
                "%s: %d points, %d alerts, %.2f for 1,000%n",
                name, scores.length, alertsOfSeries, PER_THOUSAND * alertsOfSeries / Math.max(1, scores.length));
        write(rows, scores, results.resolve(name));
    }

    private static List<Map.Entry<String, Double>> read(final Path file) throws IOException {
        final List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.getFirst().startsWith(HEADER)) {
            throw new IOException("%s: found \"%s\", expected the header \"%s\""
                    .formatted(file, lines.isEmpty() ? "" : lines.getFirst(), HEADER));
        }
        final List<Map.Entry<String, Double>> rows = new ArrayList<>(lines.size());
        for (int line = 1; line < lines.size(); line++) {
            final String[] fields = lines.get(line).split(",", -1);
            try {
                rows.add(Map.entry(fields[0], Double.valueOf(fields[1])));
            } catch (final NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(
                        "%s, line %d: found \"%s\", expected a timestamp and a number"
                                .formatted(file, line + 1, lines.get(line)),
                        e);
            }
        }
        return rows;
    }

    private static long epochSecond(final String timestamp, final Path file) {
        try {
            // Some series of the collection write fractions of a second, which are all zero
            return LocalDateTime.parse(timestamp.substring(0, Math.min(19, timestamp.length())), TIMESTAMP)
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (final DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "%s: found \"%s\", expected a timestamp such as 2014-04-01 00:00:00".formatted(file, timestamp), e);
        }
    }

    private static void write(final List<Map.Entry<String, Double>> rows, final double[] scores, final Path result)
            throws IOException {
        Files.createDirectories(result.toAbsolutePath().getParent());
        try (BufferedWriter writer = Files.newBufferedWriter(result)) {
            writer.write(HEADER + ",anomaly_score\n");
            for (int index = 0; index < scores.length; index++) {
                writer.write("%s,%s,%s%n"
                        .formatted(rows.get(index).getKey(), rows.get(index).getValue(), scores[index]));
            }
        }
    }
}
