/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.automl;

import io.nifimimir.benchmarks.ProcessMemory;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.NoRejections;
import io.nifimimir.ingest.csv.CsvOptions;
import io.nifimimir.ingest.typing.DateCalendar;
import io.nifimimir.ingest.typing.NullWords;
import io.nifimimir.ingest.typing.TypingOptions;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.table.TrainingTable;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One table in a JVM of its own, so that its memory is measured: trains, predicts, and prints the seconds of training and the peak. */
public final class TableRun {
    private static final long TABLE_LIMIT_BYTES = 128L << 20;

    private static final int THREADS = 2;

    /** A cell of the test rows that is not of the type seen in training is a missing one, and its row is predicted all the same. */
    private static final double MOST_MISFITS = 0.999;

    /** As the suite writes its files, and its scorer reads them: what stands between single quotes has them in its name. */
    private static final CsvOptions FORMAT =
            CsvOptions.DETECT_ALL.withDelimiter(',').withQuote('"').withHeader(true);

    private TableRun() {}

    /** @param arguments train file, test file, target, task, budget in seconds, file of predictions, file of measurements */
    public static void main(final String[] arguments) throws IOException {
        final Path train = Path.of(arguments[0]);
        final Path test = Path.of(arguments[1]);
        final String target = arguments[2];
        final ModelTask task = ModelTask.valueOf(arguments[3]);
        final Duration budget = Duration.ofSeconds(Long.parseLong(arguments[4]));
        final long start = System.nanoTime();
        final TrainingOutcome outcome = train(train, target, task, budget);
        final double seconds = (System.nanoTime() - start) / 1e9;
        Files.writeString(
                Path.of(arguments[6] + ".report.json"), outcome.report().toJson());
        if (outcome.models().isEmpty()) {
            throw new IllegalStateException(
                    "No model: " + outcome.report().failedModels().getFirst().errorMessage());
        }

        try (ModelScorer scorer = ModelScorer.load(outcome.models().getFirst());
                PredictionFile predictions = PredictionFile.create(Path.of(arguments[5]), scorer)) {
            predictAll(test, scorer, predictions);
        }

        Files.writeString(
                Path.of(arguments[6]),
                "%.3f %.3f %d".formatted(seconds, processorSeconds(), ProcessMemory.peakKilobytes()));
    }

    private static TrainingOutcome train(
            final Path file, final String target, final ModelTask task, final Duration budget) throws IOException {
        // A class is what stands in the file: 1 and not true, 007 and not 7
        final TypingOptions typing = task == ModelTask.CLASSIFICATION
                ? new TypingOptions(
                        NullWords.COMMON.verbatim(Set.of(target)),
                        0,
                        Map.of(target, DataType.STRING),
                        DateCalendar.GREGORIAN)
                : TypingOptions.DETECT_ALL;
        final Path dataset = convert(file, typing);
        try (DatasetReader reader = DatasetReaders.open(Files.newInputStream(dataset))) {
            final TrainingTable table = TrainingTable.load(reader, TABLE_LIMIT_BYTES, () -> true);
            final TrainingRequest request = new TrainingRequest(
                            file.getFileName().toString(),
                            List.of(target),
                            task == ModelTask.REGRESSION,
                            task == ModelTask.CLASSIFICATION,
                            false,
                            0,
                            1,
                            42,
                            budget,
                            THREADS,
                            ColumnRoles.DETECT,
                            "")
                    // The test rows say which columns are known before the outcome, and they are a sample of the same
                    // rows
                    .withRoles(ColumnRoles.AS_GIVEN)
                    .withKeyFor(table, false);
            return new AutoTrainer().train(table, request, () -> true, Clock.systemUTC());
        } finally {
            Files.delete(dataset);
        }
    }

    private static void predictAll(final Path file, final ModelScorer scorer, final PredictionFile predictions)
            throws IOException {
        final TypingOptions typing =
                new TypingOptions(NullWords.COMMON, MOST_MISFITS, scorer.requiredColumns(), DateCalendar.GREGORIAN);
        final Path dataset = convert(file, typing);
        try (DatasetReader reader = DatasetReaders.open(Files.newInputStream(dataset))) {
            predictions.writeAll(reader);
        } finally {
            Files.delete(dataset);
        }
    }

    static Path convert(final Path file, final TypingOptions typing) throws IOException {
        final Path dataset = Files.createTempFile("mimir-automl-", ".json");
        final ContentSource source = new ContentSource(
                () -> Files.newInputStream(file), file.getFileName().toString(), null);
        try (Conversion conversion = DatasetConverter.standard()
                        .open(source, IngestOptions.DETECT_ALL.with(typing).withCsv(FORMAT));
                ConvertedDataset converted =
                        conversion.convert(0, new JsonDatasetEncoding(), Map.of(), NoRejections.INSTANCE);
                OutputStream output = Files.newOutputStream(dataset)) {
            converted.writeTo(output);
        }

        return dataset;
    }

    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1)
                : Double.NaN;
    }
}
