/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.NoRejections;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.anomaly.AnomalyDetector;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.processors.MonitorModel;
import io.nifimimir.services.SqliteMimirStore;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * MonitorModel and its store under load, durably, with what a small machine has. To be run with a heap of 512 MB: many jobs due in one tick,
 * up to 10,000 live series with the detector of anomalies, with a table that shows whether a tick's time is linear in jobs and in series, and millions of points that come as datasets.
 */
public final class LoadBenchmark {
    private static final String STORE = "store";
    private static final String METRIC = "temperature";
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int POINTS_OF_SERIES = 200;
    private static final int[] JOBS = {10, 100, 1_000};
    private static final int[] SERIES = {1, 10, 100, 1_000};
    private static final int SITES = 100;
    private static final int ROWS = 100_000;
    private static final int METRICS = 5;
    private static final int DATASETS = 20;
    private static final double MEGA = 1e6;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final PrintStream out;
    private final Path folder;

    private LoadBenchmark(final PrintStream out, final Path folder) {
        this.out = out;
        this.folder = folder;
    }

    public static void main(final String[] arguments) throws IOException, InitializationException {
        final Path folder = Files.createTempDirectory("mimir-load-");
        try {
            new LoadBenchmark(System.out, folder).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws InitializationException {
        out.printf(
                "Heap of at most %,d MB; synchronous=FULL%n",
                Runtime.getRuntime().maxMemory() >> 20);
        tick(10, 10);
        out.println("One tick with all jobs due");
        for (final int jobs : JOBS) {
            tick(jobs, 1);
        }
        for (final int series : SERIES) {
            tick(10, series);
        }
        observe();
        out.printf("Peak memory of the heap: %,d MB%n", ProcessMemory.peakHeapBytes() >> 20);
    }

    /** Makes jobs due, and measures the tick that runs them. */
    private void tick(final int jobs, final int seriesOfJob) throws InitializationException {
        final SqliteMimirStore store = new SqliteMimirStore();
        final TestRunner runner = runner(store, "%d-%d-%d".formatted(jobs, seriesOfJob, System.nanoTime()));
        runner.setProperty("Maximum Runs Per Tick", String.valueOf(jobs));
        IntStream.range(0, jobs).forEach(job -> addJob(store, "ontology-" + job, seriesOfJob));
        final Cost first = runAll(runner, jobs);
        IntStream.range(0, jobs).forEach(job -> addPoint(store, "ontology-" + job, seriesOfJob));
        final Cost next = runAll(runner, jobs);
        out.printf(
                Locale.ROOT,
                "  %,6d jobs x %,6d series: first sight of %d points %8.2f s, %8.3f ms a series; one new point each %8.2f s, %8.3f ms a series%n",
                jobs,
                seriesOfJob,
                POINTS_OF_SERIES,
                first.seconds(),
                first.seconds() * 1e3 / jobs / seriesOfJob,
                next.seconds(),
                next.seconds() * 1e3 / jobs / seriesOfJob);
        runner.disableControllerService(store);
    }

    private Cost runAll(final TestRunner runner, final int jobs) {
        runner.clearTransferState();
        final Cost cost = measure(() -> runner.run(1));
        final int ended = runner.getFlowFilesForRelationship("success").size();
        if (ended != jobs) {
            throw new IllegalStateException("%d of %d jobs ended in one tick".formatted(ended, jobs));
        }
        return cost;
    }

    /** What a live series gets between two ticks; its job is due again. */
    private static void addPoint(final SqliteMimirStore store, final String ontology, final int seriesOfJob) {
        store.inTransaction(() -> {
            final SeriesPoint next = new SeriesPoint(START.plus(POINTS_OF_SERIES, ChronoUnit.HOURS), 5);
            for (int series = 0; series < seriesOfJob; series++) {
                store.monitoring()
                        .appendPoints(
                                new SeriesKey(ontology, "site-" + series, METRIC),
                                List.of(next).iterator());
            }
            store.monitoring().bringForward("job-" + ontology, Instant.now().minusSeconds(1));
            return null;
        });
    }

    private static void addJob(final SqliteMimirStore store, final String ontology, final int seriesOfJob) {
        store.inTransaction(() -> {
            for (int series = 0; series < seriesOfJob; series++) {
                store.monitoring()
                        .appendPoints(
                                new SeriesKey(ontology, "site-" + series, METRIC),
                                points(series).iterator());
            }
            final String jobId = "job-" + ontology;
            store.monitoring()
                    .saveJob(
                            new MonitoringJob(
                                    jobId,
                                    "Monitor " + ontology,
                                    ontology,
                                    "",
                                    "*/5 * * * *",
                                    ZoneOffset.UTC,
                                    List.of(METRIC),
                                    true),
                            List.of(new MonitoringRule(
                                    "rule-" + ontology,
                                    jobId,
                                    ontology,
                                    null,
                                    METRIC,
                                    new RuleCondition.Anomaly(AnomalyDetector.Observation.LIMIT),
                                    Severity.MEDIUM,
                                    "",
                                    true)),
                            Instant.now().minusSeconds(1));
            return null;
        });
    }

    private static List<SeriesPoint> points(final int series) {
        final Random random = new Random(series);
        return IntStream.range(0, POINTS_OF_SERIES)
                .mapToObj(hour -> new SeriesPoint(START.plus(hour, ChronoUnit.HOURS), 5 + random.nextGaussian()))
                .toList();
    }

    /** Sends datasets through MonitorModel, whose points are stored when the flowfile is through. */
    private void observe() throws InitializationException {
        final SqliteMimirStore store = new SqliteMimirStore();
        final TestRunner runner = runner(store, "observed");
        double seconds = 0;
        double cpuSeconds = 0;
        final long points = (long) DATASETS * ROWS * METRICS;
        for (int dataset = 0; dataset < DATASETS; dataset++) {
            runner.enqueue(dataset(dataset), Map.of("mimir.ontology", "load"));
            final Cost cost = measure(() -> runner.run(1));
            seconds += cost.seconds();
            cpuSeconds += cost.cpuSeconds();
            runner.clearTransferState();
        }
        final long stored = store.monitoring().series("load").size();
        if (stored != SITES * METRICS) {
            throw new IllegalStateException("%d series are stored, expected %d".formatted(stored, SITES * METRICS));
        }
        out.printf(
                Locale.ROOT,
                "%,d points of %,d series as %d datasets: %.1f s, %,.0f points a second, %,.0f a second of CPU%n",
                points,
                stored,
                DATASETS,
                seconds,
                points / seconds,
                points / cpuSeconds);
        out.printf(Locale.ROOT, "The store has %.0f MB%n", size(folder.resolve("observed")) / MEGA);
        runner.disableControllerService(store);
    }

    /** A hundred thousand rows, each an hour of a site with five metrics; each dataset goes on where the last one ended. */
    private static byte[] dataset(final int number) {
        final StringBuilder csv = new StringBuilder("time,site");
        IntStream.range(0, METRICS).forEach(metric -> csv.append(",metric").append(metric));
        final Random random = new Random(number);
        for (int row = 0; row < ROWS; row++) {
            final long hour = (long) number * (ROWS / SITES) + row / SITES;
            csv.append('\n')
                    .append(START.plus(hour, ChronoUnit.HOURS))
                    .append(",site-")
                    .append(row % SITES);
            for (int metric = 0; metric < METRICS; metric++) {
                csv.append(',').append(random.nextInt(10_000) / 100.0);
            }
        }
        final byte[] content = csv.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        try {
            return converted(new ContentSource(() -> new ByteArrayInputStream(content), "load.csv", null));
        } catch (final IOException e) {
            throw new UncheckedIOException("Converting a generated table", e);
        }
    }

    private static byte[] converted(final ContentSource source) throws IOException {
        final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (Conversion conversion = DatasetConverter.standard().open(source, IngestOptions.DETECT_ALL);
                ConvertedDataset dataset =
                        conversion.convert(0, new JsonDatasetEncoding(), Map.of(), NoRejections.INSTANCE)) {
            dataset.writeTo(encoded);
        }
        return encoded.toByteArray();
    }

    private TestRunner runner(final SqliteMimirStore store, final String name) throws InitializationException {
        final TestRunner runner = TestRunners.newTestRunner(new MonitorModel());
        runner.addControllerService(STORE, store);
        runner.setProperty(store, "Store Directory", folder.resolve(name).toString());
        runner.enableControllerService(store);
        runner.setProperty("Mimir Store", STORE);
        return runner;
    }

    private Cost measure(final Runnable work) {
        final long start = System.nanoTime();
        final long cpuStart = system.getProcessCpuTime();
        work.run();
        return new Cost((System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - cpuStart) / 1e9);
    }

    /** @param cpuSeconds of all threads */
    private record Cost(double seconds, double cpuSeconds) {}

    private static long size(final Path store) {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (final IOException e) {
            throw new UncheckedIOException("Measuring " + store, e);
        }
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
