/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.nifimimir.dataset.AvroDatasetEncoding;
import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.NoRejections;
import io.nifimimir.processors.ApplyModel;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.table.TrainingTable;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many rows of a table of twenty columns a second and core are predicted, by the model alone and by the processor from content to content. */
public final class ApplyBenchmark {
    private static final String ONTOLOGY = "bench";
    private static final String AMOUNT = "amount";
    private static final String KIND = "kind";
    private static final int NUMBERS = 14;
    private static final int CATEGORIES = 6;
    private static final int MANY_ROWS = 20_000;

    /** So few that models are averaged. */
    private static final int FEW_ROWS = 2_500;

    private static final int EXPLAINED_ROWS = 4_096;
    private static final int ROWS = 200_000;
    private static final int BATCH_ROWS = 4_096;
    private static final int REPETITIONS = 5;

    /** Of all threads: what a core could do, also where others share the machine. */
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final PrintStream out = System.out;

    public static void main(final String[] arguments) throws IOException, InitializationException {
        new ApplyBenchmark().run();
    }

    private void run() throws IOException, InitializationException {
        for (final String target : List.of(AMOUNT, KIND)) {
            final byte[] json = dataset(ROWS, 2, target, new JsonDatasetEncoding());
            final byte[] avro = dataset(ROWS, 2, target, new AvroDatasetEncoding());
            for (final int trainingRows : List.of(MANY_ROWS, FEW_ROWS)) {
                final ModelCandidate model = train(dataset(trainingRows, 1, target, new JsonDatasetEncoding()), target);
                out.printf(
                        "%s, trained on %,d rows of %d columns: %s%n",
                        model.artifact().task().wireName(),
                        model.provenance().rowCount(),
                        model.provenance().columns().size(),
                        members(model));
                report("the model alone", ROWS, scoring(model, avro));
                report("its contributions", EXPLAINED_ROWS, explaining(model, avro));
                report("ApplyModel, Avro of %,d MB".formatted(avro.length >> 20), ROWS, applying(model, avro));
                report("ApplyModel, JSON of %,d MB".formatted(json.length >> 20), ROWS, applying(model, json));
            }
        }
    }

    /** Such as {@code 2 members, xgboost_a (412 rounds), linear_b}. */
    private static String members(final ModelCandidate model) {
        final Map<String, Double> settings = model.provenance().settings();
        final Map<String, String> members = new TreeMap<>();
        settings.forEach((name, value) -> {
            final String member = name.substring(0, name.lastIndexOf(' '));
            members.merge(member, name.endsWith(" rounds") ? " (%.0f rounds)".formatted(value) : "", String::concat);
        });
        return members.size() + " members, "
                + members.entrySet().stream()
                        .map(member -> member.getKey() + member.getValue())
                        .collect(Collectors.joining(", "));
    }

    private void report(final String name, final int rows, final double cpuSeconds) {
        out.printf("  %-28s %,9.0f rows a second of CPU%n", name, rows / cpuSeconds);
    }

    private double explaining(final ModelCandidate model, final byte[] dataset) throws IOException {
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(dataset));
                ModelScorer scorer = ModelScorer.load(model.artifact())) {
            final List<Object[]> rows = new ArrayList<>();
            for (int row = 0; row < EXPLAINED_ROWS; row++) {
                rows.add(reader.next());
            }
            final long start = system.getProcessCpuTime();
            scorer.contributions(
                    reader.header().columns().stream().map(Column::name).toList(), rows);
            return (system.getProcessCpuTime() - start) / 1e9;
        }
    }

    private double scoring(final ModelCandidate model, final byte[] dataset) throws IOException {
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(dataset));
                ModelScorer scorer = ModelScorer.load(model.artifact())) {
            final List<String> names =
                    reader.header().columns().stream().map(Column::name).toList();
            final List<Object[]> rows = new ArrayList<>();
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            double best = Double.POSITIVE_INFINITY;
            for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                final long start = system.getProcessCpuTime();
                for (int from = 0; from < rows.size(); from += BATCH_ROWS) {
                    scorer.predict(names, rows.subList(from, Math.min(rows.size(), from + BATCH_ROWS)));
                }
                best = Math.min(best, (system.getProcessCpuTime() - start) / 1e9);
            }
            return best;
        }
    }

    private double applying(final ModelCandidate model, final byte[] dataset)
            throws IOException, InitializationException {
        final Path directory = Files.createTempDirectory("mimir-apply-");
        final SqliteMimirStore store = new SqliteMimirStore();
        double best = Double.POSITIVE_INFINITY;
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            // A runner keeps all that it was ever given
            final TestRunner runner = TestRunners.newTestRunner(new ApplyModel());
            runner.addControllerService("store", store);
            runner.setProperty(store, "Store Directory", directory.toString());
            runner.enableControllerService(store);
            store.training().register(model, 1);
            runner.setProperty("Mimir Store", "store");
            runner.setProperty("Ontology Id", ONTOLOGY);
            runner.enqueue(dataset);
            final long start = system.getProcessCpuTime();
            runner.run(1);
            best = Math.min(best, (system.getProcessCpuTime() - start) / 1e9);
            runner.assertAllFlowFilesTransferred("success", 1);
            runner.disableControllerService(store);
        }
        return best;
    }

    private static ModelCandidate train(final byte[] dataset, final String target) throws IOException {
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(dataset))) {
            final TrainingTable table = TrainingTable.load(reader, TrainingTable.DEFAULT_LIMIT_BYTES, () -> true);
            final TrainingRequest request = new TrainingRequest(
                            ONTOLOGY,
                            List.of(target),
                            true,
                            true,
                            false,
                            0.5,
                            1,
                            42,
                            Duration.ofMinutes(1),
                            1,
                            ColumnRoles.DETECT,
                            "")
                    .withKeyFor(table, false);
            return new AutoTrainer()
                    .train(table, request, () -> true, Clock.systemUTC())
                    .candidates()
                    .getFirst();
        }
    }

    private static byte[] dataset(final int rows, final int seed, final String target, final DatasetEncoding encoding)
            throws IOException {
        final byte[] csv = csv(rows, seed, target).getBytes(StandardCharsets.UTF_8);
        final ContentSource source = new ContentSource(() -> new ByteArrayInputStream(csv), "apply.csv", null);
        try (Conversion conversion = DatasetConverter.standard().open(source, IngestOptions.DETECT_ALL);
                ConvertedDataset dataset = conversion.convert(0, encoding, Map.of(), NoRejections.INSTANCE)) {
            final ByteArrayOutputStream output = new ByteArrayOutputStream();
            dataset.writeTo(output);
            return output.toByteArray();
        }
    }

    /** Numbers with two decimals and categories of thirty levels, of which some tell an amount and its kind. */
    private static String csv(final int rows, final int seed, final String target) {
        final Random random = new Random(seed);
        final StringBuilder csv = new StringBuilder();
        for (int column = 0; column < NUMBERS; column++) {
            csv.append("n").append(column).append(',');
        }
        for (int column = 0; column < CATEGORIES; column++) {
            csv.append("c").append(column).append(',');
        }
        csv.append(target).append('\n');
        for (int row = 0; row < rows; row++) {
            double amount = random.nextGaussian();
            for (int column = 0; column < NUMBERS; column++) {
                final int hundredths = random.nextInt(100_000);
                amount += column % 2 == 0 ? Math.sin(hundredths / 20_000.0 + column) : 0;
                csv.append(hundredths / 100.0).append(',');
            }
            for (int column = 0; column < CATEGORIES; column++) {
                final int level = random.nextInt(30);
                amount += column % 2 == 0 ? level % 7 / 5.0 : 0;
                csv.append("level ").append(level).append(',');
            }
            csv.append(target.equals(AMOUNT) ? "%.3f".formatted(amount) : amount > 2 ? "large" : "small")
                    .append('\n');
        }
        return csv.toString();
    }
}
