/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.SyntheticData;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.feature.SchemaMismatchException;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ModelScorerTest {
    /** The same training gives the same model, so one is enough for several tests. */
    private static ModelArtifact houses;

    @Test
    void predictsAfterARoundTripWhatTheFittedModelPredicts() throws IOException {
        for (final TestTables tables : List.of(SyntheticData.houses(600), SyntheticData.flowers(600))) {
            final String name = tables.columnNames().getLast();
            final TrainingTable table = tables.table();
            final ModelArtifact artifact = train(tables, name);
            final ModelFormat.ModelFile file = ModelFormat.read(artifact.content());
            final int[] rows = IntStream.range(0, table.rowCount()).toArray();
            final FeatureMatrix fromTable = file.header().featurePlan().encode(table, rows);

            try (ModelScorer scorer = ModelScorer.load(artifact);
                    EnsembleModel model = EnsembleModel.load(file)) {
                final double[][] expected = model.predict(fromTable);
                final List<Prediction> predictions = scorer.predict(tables.columnNames(), tables.rows());
                for (int row = 0; row < rows.length; row++) {
                    final Prediction prediction = predictions.get(row);
                    final double actual = artifact.task() == ModelTask.REGRESSION
                            ? prediction.value()
                            : prediction.probabilities().get(scorer.classes().getLast());
                    assertEquals(expected[row][expected[row].length - 1], actual, 0.0);
                }
            }
        }
    }

    @Test
    void theScoreOfTheReportIsThatOfTheArtifact() throws IOException {
        final TestTables tables = SyntheticData.flowers(600);
        final ModelArtifact artifact = train(tables, "species");

        try (ModelScorer scorer = ModelScorer.load(artifact)) {
            final List<Prediction> predictions = scorer.predict(tables.columnNames(), tables.rows());
            final long hits = IntStream.range(0, predictions.size())
                    .filter(row ->
                            predictions.get(row).label().equals(tables.rows().get(row)[2]))
                    .count();
            assertTrue(hits >= 0.9 * predictions.size(), hits + " hits");
            assertEquals(
                    1,
                    predictions.getFirst().probabilities().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum(),
                    1e-6);
        }
    }

    @Test
    void unseenLevelsAndMissingCellsArePredicted() throws IOException {
        try (ModelScorer scorer = ModelScorer.load(ofHouses())) {
            final List<Prediction> predictions = scorer.predict(
                    List.of("size", "region", "garden"),
                    List.of(new Object[] {80.0, "the moon", true}, new Object[] {null, null, null}));

            predictions.forEach(prediction -> assertTrue(Double.isFinite(prediction.value())));
        }
    }

    @Test
    void whatDecidesAPriceContributesMost() throws IOException {
        try (ModelScorer scorer = ModelScorer.load(ofHouses())) {
            final Map<String, Object> large = Map.of("size", 118.0, "region", "east", "garden", true);
            final Map<String, Object> small = Map.of("size", 22.0, "region", "east", "garden", true);
            final List<Map<String, Double>> contributions = scorer.contributions(List.of(large, small));

            assertEquals(
                    Set.of("size", "region", "garden"), contributions.getFirst().keySet());
            assertEquals("size", contributions.getFirst().keySet().iterator().next());
            assertTrue(contributions.getFirst().get("size") > 50, contributions.toString());
            assertTrue(contributions.getLast().get("size") < -50, contributions.toString());
            assertTrue(contributions.getFirst().get("region") < 0, contributions.toString());
        }
    }

    @Test
    void nineTruthsInTenLieWithinTheInterval() throws IOException {
        final TestTables fresh = SyntheticData.houses(1_500);
        try (ModelScorer scorer = ModelScorer.load(train(SyntheticData.houses(500), "price"))) {
            final List<Object[]> unseen = fresh.rows().subList(500, 1_500);
            final List<Prediction> predictions = scorer.predict(fresh.columnNames(), unseen);
            final long within = IntStream.range(0, unseen.size())
                    .filter(row ->
                            (double) unseen.get(row)[4] >= predictions.get(row).lower()
                                    && (double) unseen.get(row)[4]
                                            <= predictions.get(row).upper())
                    .count();

            assertTrue(within > 850 && within < 970, within + " of 1,000");
        }
    }

    @Test
    void aSchemaThatDoesNotFitIsNamed() throws IOException {
        try (ModelScorer scorer = ModelScorer.load(ofHouses());
                DatasetReader other = new TestTables()
                        .column("size", DataType.STRING)
                        .column("garden", DataType.BOOLEAN)
                        .reader()) {
            assertEquals(
                    List.of(
                            "column size is string, the model was trained on numeric",
                            "column region (string) is missing"),
                    scorer.schemaProblems(other.header().columns()));
            final List<Map<String, Object>> rows = List.of(Map.of("size", "big", "region", "north", "garden", true));
            final SchemaMismatchException exception =
                    assertThrows(SchemaMismatchException.class, () -> scorer.predict(rows));
            assertTrue(exception.getMessage().startsWith("column size"), exception.getMessage());
        }
    }

    @Test
    void everyFlippedByteIsNoticed() {
        final ModelArtifact artifact = train(SyntheticData.houses(100), "price");
        final int step = artifact.content().length / 50;
        for (int position = 0; position < artifact.content().length; position += step) {
            final byte[] damaged = artifact.content().clone();
            damaged[position] ^= 1;
            final ModelArtifact copy = new ModelArtifact(
                    artifact.id(),
                    artifact.ontologyId(),
                    artifact.target(),
                    artifact.version(),
                    artifact.task(),
                    artifact.learner(),
                    artifact.active(),
                    artifact.metrics(),
                    artifact.dataFingerprint(),
                    artifact.createdAt(),
                    damaged,
                    artifact.sha256());
            final ModelFormatException exception =
                    assertThrows(ModelFormatException.class, () -> ModelScorer.load(copy));
            assertTrue(exception.getMessage().contains("damaged"));
        }
    }

    @Test
    void aQuotientOfTwoColumnsIsReplayedAndNamed() throws IOException {
        final TestTables tables = new TestTables()
                .column("bedrooms", DataType.NUMERIC)
                .column("rooms", DataType.NUMERIC)
                .column("comfort", DataType.NUMERIC);
        final Random random = new Random(23);
        for (int row = 0; row < 700; row++) {
            final double bedrooms = 1 + 5 * random.nextDouble();
            final double rooms = 2 + 8 * random.nextDouble();
            tables.row(bedrooms, rooms, 100 * bedrooms / rooms + random.nextGaussian());
        }

        final TrainingOutcome outcome =
                new AutoTrainer().train(tables.table(), TestTables.request("comfort"), () -> true, Clock.systemUTC());
        assertEquals(
                List.of("bedrooms / rooms"),
                outcome.report().trainedModels().getFirst().featurePairs());
        try (ModelScorer scorer = ModelScorer.load(outcome.models().getFirst())) {
            final List<Map<String, Object>> rows = List.of(
                    Map.of("bedrooms", 3.0, "rooms", 6.0),
                    Map.of("bedrooms", 3.0, "rooms", 0.0),
                    Map.of("bedrooms", 2.0, "rooms", 8.0));

            assertEquals(50, scorer.predict(rows).getFirst().value(), 3);
            assertEquals(25, scorer.predict(rows).getLast().value(), 3);
            assertTrue(Double.isFinite(scorer.predict(rows).get(1).value()), "division by zero");
            assertEquals(
                    "bedrooms / rooms",
                    scorer.contributions(rows).getFirst().keySet().iterator().next());
        }
    }

    @Test
    void foreignAndNewerFilesAreRefused() throws IOException {
        assertThrows(ModelFormatException.class, () -> ModelScorer.load(new byte[] {1, 2, 3}));

        final ModelFormat.ModelFile file =
                ModelFormat.read(train(SyntheticData.houses(100), "price").content());
        assertNotNull(file.header().libraries().get("xgboost"));
        final ModelHeader header = file.header();
        final byte[] newer = ModelFormat.write(
                new ModelHeader(
                        header.format(),
                        ModelFormat.VERSION + 1,
                        header.libraries(),
                        header.modelId(),
                        header.ontologyId(),
                        header.trainingKey(),
                        header.target(),
                        header.targetType(),
                        header.task(),
                        header.learner(),
                        header.classes(),
                        header.featurePlan(),
                        header.members(),
                        header.temperature(),
                        header.operatingPoint(),
                        header.interval(),
                        header.metrics(),
                        header.seed(),
                        header.dataFingerprint(),
                        header.trainingRows()),
                file.contents());
        final ModelFormatException exception = assertThrows(ModelFormatException.class, () -> ModelScorer.load(newer));
        assertTrue(exception.getMessage().contains("version 5 cannot be read"), exception.getMessage());
    }

    private static ModelArtifact ofHouses() {
        houses = houses == null ? train(SyntheticData.houses(300), "price") : houses;
        return houses;
    }

    private static ModelArtifact train(final TestTables tables, final String target) {
        final List<ModelArtifact> models = new ArrayList<>(new AutoTrainer()
                .train(tables.table(), TestTables.request(target), () -> true, Clock.systemUTC())
                .models());
        return models.getFirst();
    }
}
