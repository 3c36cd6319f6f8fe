/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.dataset.DataType;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.ClassWeights;
import io.nifimimir.training.learner.LinearLearner;
import io.nifimimir.training.learner.TargetTransform;
import io.nifimimir.training.learner.XgBoostLearner;
import io.nifimimir.training.learner.XgBoostSettings;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelFormat;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.Prediction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Makes the golden models of the current format: one of a number and one of a class, which between them have all encodings and learners,
 * with what they predict. Those of a format that was released stay as they are; {@link #main} is run where the format changes.
 */
final class GoldenModels {
    static final List<String> TARGETS = List.of("stay", "admitted");

    private static final int ROWS = 500;
    private static final int PREDICTED_ROWS = 40;

    private GoldenModels() {}

    /** @param arguments the folder {@code src/test/resources} */
    public static void main(final String[] arguments) throws IOException {
        final Path folder = Path.of(arguments[0]).resolve(folder(ModelFormat.VERSION));
        Files.createDirectories(folder);
        final Candidate linear = new Candidate("linear", new LinearLearner(), TargetTransform.NONE);
        final Candidate trees =
                new Candidate("trees", new XgBoostLearner(XgBoostSettings.quick(ROWS)), TargetTransform.NONE);
        final Candidate weighted = new Candidate(
                "weighted trees",
                new XgBoostLearner(XgBoostSettings.quick(ROWS)),
                TargetTransform.NONE,
                new ClassWeights(List.of(0.75, 2.0)));
        write(folder, TARGETS.getFirst(), List.of(trees, linear));
        write(folder, TARGETS.getLast(), List.of(weighted, linear));
    }

    static String folder(final int version) {
        return "io/nifimimir/training/golden/format-" + version;
    }

    private static void write(final Path folder, final String target, final List<Candidate> candidates)
            throws IOException {
        final AutoTrainer trainer = new AutoTrainer(Optional.of(candidates), CandidateCheckpoints.NONE);
        final ModelArtifact model = trainer.train(
                        visits().table(), TestTables.request(target), () -> true, Clock.systemUTC())
                .models()
                .getFirst();
        Files.write(folder.resolve(target + ".zip"), model.content());
        try (ModelScorer scorer = ModelScorer.load(model)) {
            final List<Prediction> predictions = scorer.predict(rows());
            Files.write(
                    folder.resolve(target + ".json"),
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(predictions));
        }
    }

    /** The rows that the models predict, by column name. */
    static List<Map<String, Object>> rows() {
        final TestTables visits = visits();
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final Object[] cells : visits.rows().subList(0, PREDICTED_ROWS)) {
            final Map<String, Object> row = new HashMap<>();
            for (int index = 0; index < cells.length; index++) {
                row.put(visits.columnNames().get(index), cells[index]);
            }

            rows.add(row);
        }

        return rows;
    }

    /** Visits to a clinic, the same ones each time: a column of each kind, and two that tell most by their quotient. */
    private static TestTables visits() {
        final TestTables tables = new TestTables()
                .column("weight", DataType.NUMERIC)
                .column("height", DataType.NUMERIC)
                .column("urgent", DataType.BOOLEAN)
                .column("came", DataType.DATETIME)
                .column("ward", DataType.STRING)
                .column("village", DataType.STRING)
                .column("note", DataType.STRING)
                .column("stay", DataType.NUMERIC)
                .column("admitted", DataType.STRING);
        final Random random = new Random(31);
        for (int row = 0; row < ROWS; row++) {
            final double weight = 30 + 60 * random.nextDouble();
            final double height = 0.4 + 1.6 * random.nextDouble();
            final boolean urgent = random.nextInt(4) == 0;
            final int ward = random.nextInt(3);
            final int village = random.nextInt(14);
            final boolean fever = random.nextBoolean();
            final double stay = 2 * weight / height
                    + (urgent ? 15 : 0)
                    + 10 * ward
                    + (village < 5 ? 12 : 0)
                    + (fever ? 40 : 0)
                    + random.nextGaussian();
            tables.row(
                    random.nextInt(25) == 0 ? null : weight,
                    height,
                    urgent,
                    LocalDate.of(2024, 1, 1).plusDays(random.nextInt(600)),
                    "ward " + "ABC".charAt(ward),
                    "village " + village,
                    "seen at %d, has %s and rests, case %d"
                            .formatted(random.nextInt(24), fever ? "fever" : "cough", random.nextInt(1_000)),
                    stay,
                    stay + 3 * random.nextGaussian() > 205 ? "yes" : "no");
        }

        return tables;
    }
}
