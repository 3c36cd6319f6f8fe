/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.training.TrainingReport.MonitoringSetup;
import io.nifimimir.training.TrainingReport.TrainedModel;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.CandidateLearner;
import io.nifimimir.training.learner.FittedModel;
import io.nifimimir.training.learner.LearningTask;
import io.nifimimir.training.learner.TargetTransform;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelState;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AutoTrainerTest {
    /** Of many customers, for all that is looked at in it. */
    private static TrainedModel customers;

    @Test
    void regressionReachesTheNoiseFloorAndTellsItHonestly() {
        final TrainingOutcome outcome = train(SyntheticData.houses(2_000), "price");
        final TrainedModel model = outcome.report().trainedModels().getFirst();

        final double naive = model.metrics().get("baseline_rmse");
        assertTrue(naive > 60, "test is non-trivial: naive RMSE " + naive);
        assertTrue(model.rmse() < 25, "RMSE " + model.rmse());
        assertTrue(model.rSquared() > 0.92, "R squared " + model.rSquared());
        assertTrue(model.active(), model.verdict());
        assertEquals("regression", model.modelType());
        assertEquals(2_000, model.sampleCount());
        assertEquals(400, model.heldOutCount());
        assertTrue(
                model.leftOutColumns().containsKey("house_id"),
                model.leftOutColumns().toString());
        assertTrue(model.trainingTime() > 0);
    }

    @Test
    void binaryClassificationComesNearTheBestPossible() {
        final TrainedModel model = ofCustomers();

        assertTrue(model.metrics().get("baseline_accuracy") < 0.6, "test is non-trivial");
        assertEquals(0.5, model.metrics().get("baseline_auc"), 1e-9);
        assertTrue(model.accuracy() > 0.76, "accuracy " + model.accuracy());
        assertTrue(model.metrics().get("auc") > 0.86, "AUC " + model.metrics().get("auc"));
        assertEquals(List.of("no", "yes"), model.classes());
        final long confused = model.confusionMatrix().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum();
        assertEquals(model.heldOutCount(), confused);
    }

    @Test
    void scoresComeWithIntervalsImportanceAndALeaderboard() {
        final TrainedModel model = train(SyntheticData.houses(600), "price")
                .report()
                .trainedModels()
                .getFirst();

        final List<Double> interval = model.evaluation().confidenceIntervals().get("rmse");
        assertTrue(interval.getFirst() < model.rmse() && model.rmse() < interval.getLast(), interval.toString());
        assertEquals("size", model.evaluation().importance().keySet().iterator().next());
        assertEquals(0.9, model.metrics().get("interval_coverage"), 0.08);
        assertEquals(5, model.evaluation().residualQuantiles().size());
        final List<TrainingReport.PredictedActual> shown = model.evaluation().predictedActual();
        assertEquals(Math.min(200, model.heldOutCount()), shown.size());
        final double meanSquare = shown.stream()
                .mapToDouble(row -> Math.pow(row.predicted() - row.actual(), 2))
                .average()
                .orElseThrow();
        assertEquals(model.rmse(), Math.sqrt(meanSquare), 1e-6, "all held-out rows of a small table are shown");
        assertTrue(
                model.leaderboard().stream()
                        .anyMatch(candidate -> candidate.candidate().equals("linear")),
                model.leaderboard().toString());
        assertEquals(
                1,
                model.leaderboard().stream()
                        .mapToDouble(TrainingReport.RankedCandidate::weight)
                        .sum(),
                1e-9);
    }

    @Test
    void probabilitiesComeTrueAsOftenAsTheySay() {
        final TrainedModel model = ofCustomers();

        assertTrue(model.metrics().get("calibration_error") < 0.06, "error " + model.metrics());
        assertEquals(
                model.heldOutCount(),
                model.evaluation().calibration().stream()
                        .mapToInt(TrainingReport.CalibrationBin::rows)
                        .sum());
    }

    @Test
    void aRareClassIsAlsoLearntWithWeightsAndItsProbabilitiesComeTrue() {
        final TestTables tables = new TestTables()
                .column("signal", DataType.NUMERIC)
                .column("noise", DataType.NUMERIC)
                .column("outbreak", DataType.STRING);
        final Random random = new Random(29);
        for (int row = 0; row < 1_600; row++) {
            final double signal = random.nextGaussian();
            final boolean outbreak = random.nextDouble() < 1 / (1 + Math.exp(4.5 - 2 * signal));
            tables.row(signal, random.nextGaussian(), outbreak ? "yes" : "no");
        }

        final TrainedModel model =
                train(tables, "outbreak").report().trainedModels().getFirst();

        assertTrue(model.metrics().get("baseline_accuracy") > 0.9, "test is non-trivial");
        assertTrue(
                model.leaderboard().stream()
                        .anyMatch(candidate -> candidate.candidate().contains("weighted classes")),
                model.leaderboard().toString());
        assertTrue(model.metrics().get("calibration_error") < 0.03, "error " + model.metrics());
        assertTrue(model.metrics().get("auc") > 0.85, "AUC " + model.metrics());
    }

    @Test
    void severalClasses() {
        final TrainedModel model = train(SyntheticData.flowers(450), "species")
                .report()
                .trainedModels()
                .getFirst();

        assertTrue(model.metrics().get("baseline_accuracy") < 0.4, "test is non-trivial");
        assertTrue(model.accuracy() > 0.9, "accuracy " + model.accuracy());
        assertTrue(model.metrics().get("macro_f1") > 0.9);
        assertFalse(model.metrics().containsKey("auc"));
    }

    @Test
    void dataWithADateIsValidatedForwardInTime() {
        final TrainedModel model = train(SyntheticData.days(700), "demand")
                .report()
                .trainedModels()
                .getFirst();

        assertTrue(model.validation().contains("last rows by day, from 2024-07"), model.validation());
        assertTrue(model.rSquared() > 0.85, "R squared " + model.rSquared());
    }

    @Test
    void aTargetThatNothingTellsIsNotActivated() {
        for (final boolean numbers : new boolean[] {true, false}) {
            final TrainingOutcome outcome = train(SyntheticData.coins(500, numbers), "target");

            assertFalse(outcome.models().getFirst().active());
            assertTrue(outcome.report().trainedModels().getFirst().verdict().startsWith("Not activated"));
            assertTrue(
                    outcome.report().summary().contains("1 of 1 not activated"),
                    outcome.report().summary());
        }
    }

    @Test
    void wordsThatWereReadAsMissingValuesOfTheTargetAreToldOf() {
        final TestTables tables = SyntheticData.customers(300, false)
                .sourceInfo(Map.of(
                        DatasetHeader.NULL_WORDS,
                        List.of(
                                Map.of("name", "usage", "value", "7 as -"),
                                Map.of("name", "churn", "value", "12 as NA"))));
        final List<String> warnings =
                train(tables, "churn").report().trainedModels().getFirst().warnings();

        assertTrue(
                warnings.stream().anyMatch(warning -> warning.contains("12 as NA") && warning.contains("verbatim")),
                warnings.toString());
        assertTrue(warnings.stream().noneMatch(warning -> warning.contains("7 as -")), warnings.toString());
    }

    @Test
    void plantedLeaksAreReportedAndNotUsed() {
        final TrainedModel clean = ofCustomers();
        final TrainedModel model = train(SyntheticData.customers(500, true), "churn")
                .report()
                .trainedModels()
                .getFirst();

        assertTrue(model.leftOutColumns().keySet().containsAll(List.of("churn_code", "reason_left")));
        assertTrue(clean.accuracy() < 0.9, "test is non-trivial: without leaks the accuracy is " + clean.accuracy());
        assertTrue(model.accuracy() < 0.9, "accuracy " + model.accuracy());
    }

    @Test
    void sameDataAndSeedGiveTheSameBytes() {
        final ModelArtifact first =
                train(SyntheticData.customers(300, false), "churn").models().getFirst();
        final ModelArtifact second =
                train(SyntheticData.customers(300, false), "churn").models().getFirst();
        final ModelArtifact other =
                train(SyntheticData.customers(301, false), "churn").models().getFirst();

        assertArrayEquals(first.content(), second.content());
        assertEquals(first.sha256(), second.sha256());
        assertEquals(first.id(), second.id());
        assertNotEquals(first.sha256(), other.sha256());
    }

    @Test
    void aFailingTargetLeavesTheOthersAlone() {
        final TrainingReport report =
                train(SyntheticData.houses(300), "nothing", "house_id", "price").report();

        assertEquals(1, report.modelsCreated());
        assertEquals(2, report.modelsFailed());
        assertEquals("price", report.trainedModels().getFirst().targetProperty());
        assertTrue(report.failedModels().getFirst().errorMessage().contains("house_id, size, region"));
        assertTrue(report.failedModels().get(1).errorMessage().contains("classes"));
    }

    @Test
    void aLearnerThatBreaksIsAFailedModel() {
        final Candidate broken = new Candidate("broken", new BrokenLearner(), TargetTransform.NONE);
        final AutoTrainer trainer = new AutoTrainer(Optional.of(List.of(broken)), CandidateCheckpoints.NONE);
        final TrainingReport report = trainer.train(
                        SyntheticData.houses(100).table(), TestTables.request("price"), () -> true, Clock.systemUTC())
                .report();

        assertEquals("out of order", report.failedModels().getFirst().errorMessage());
    }

    private static final class BrokenLearner implements CandidateLearner {
        @Override
        public String family() {
            return "broken";
        }

        @Override
        public Tuned tune(final LearningTask training, final LearningTask validation, final StopSignal signal) {
            throw new IllegalStateException("out of order");
        }

        @Override
        public FittedModel fit(final LearningTask training, final double strength, final StopSignal signal) {
            throw new IllegalStateException("out of order");
        }

        @Override
        public boolean isRandom() {
            return false;
        }

        @Override
        public double combine(final double[] strengths, final double growth) {
            return 0;
        }
    }

    @Test
    void stopsSoon() {
        final AtomicInteger questions = new AtomicInteger();
        final TrainingTable table = SyntheticData.houses(1_000).table();

        assertThrows(
                CancellationException.class,
                () -> new AutoTrainer()
                        .train(
                                table,
                                TestTables.request("price"),
                                () -> questions.incrementAndGet() < 10,
                                Clock.systemUTC()));
        assertEquals(10, questions.get());
    }

    @Test
    void aSpentBudgetEndsTheWorkBetweenTargets() {
        final TrainingRequest request = new TrainingRequest(
                "ontology",
                List.of("price", "size"),
                true,
                true,
                false,
                0.5,
                3,
                42,
                Duration.ZERO,
                1,
                ColumnRoles.DETECT,
                "training-key");
        final TrainingReport report = new AutoTrainer()
                .train(SyntheticData.houses(200).table(), request, () -> true, Clock.systemUTC())
                .report();

        assertEquals(1, report.modelsCreated());
        assertTrue(report.failedModels().getFirst().errorMessage().contains("time budget"));
    }

    @Test
    void badDataIsAClearOutcome() {
        assertNothingTrained(new TestTables().column("a", DataType.NUMERIC), "No column is a target");
        assertNothingTrained(new TestTables(), "no columns");
        assertNothingTrained(SyntheticData.houses(1), "1 row and 5 columns");

        final TestTables oneColumn = new TestTables().column("score", DataType.NUMERIC);
        IntStream.range(0, 100).forEach(row -> oneColumn.row((double) (row * row % 37)));
        assertNothingTrained(oneColumn, "No other column tells anything about score");

        final TestTables nulls = new TestTables().column("a", DataType.NUMERIC).column("b", DataType.STRING);
        IntStream.range(0, 100).forEach(row -> nulls.row(null, null));
        assertNothingTrained(nulls, "no value at all");

        final TestTables oneClass =
                new TestTables().column("a", DataType.NUMERIC).column("label", DataType.STRING);
        IntStream.range(0, 100).forEach(row -> oneClass.row(null, "same"));
        assertNothingTrained(oneClass, "always the same value");

        final TestTables sentences =
                new TestTables().column("a", DataType.NUMERIC).column("target", DataType.STRING);
        IntStream.range(0, 100).forEach(row -> sentences.row(1L, "this is sentence number " + row));
        assertNothingTrained(sentences, "free text");
    }

    private static void assertNothingTrained(final TestTables tables, final String reason) {
        final TrainingOutcome outcome = train(tables);

        assertTrue(outcome.models().isEmpty());
        assertEquals(0, outcome.report().modelsCreated());
        assertTrue(
                outcome.report().summary().startsWith("No model was trained"),
                outcome.report().summary());
        assertTrue(outcome.report().summary().contains(reason), outcome.report().summary());
    }

    @Test
    void thousandsOfClassesAndInfiniteValuesAreNoError() {
        final TestTables tables =
                new TestTables().column("code", DataType.STRING).column("infinite", DataType.NUMERIC);
        IntStream.range(0, 20_000)
                .forEach(row -> tables.row(
                        "c" + row % 10_000, row % 3 == 0 ? Double.POSITIVE_INFINITY : row % 7 == 0 ? 1e300 : row % 5));
        final TrainingReport report = train(tables, "code", "infinite").report();

        assertTrue(report.failedModels().getFirst().errorMessage().contains("10,000 classes"));
        assertTrue(report.failedModels().getLast().errorMessage().contains("as large as 1.00e+300"));
    }

    @Test
    void theReportHasTheNamesOfTheOriginal() throws IOException {
        final TrainingOutcome outcome = train(SyntheticData.houses(300), "price");
        final ModelArtifact trained = outcome.models().getFirst();
        final ModelEntry registered = new ModelEntry(
                trained.id(),
                trained.ontologyId(),
                trained.target(),
                4,
                trained.task(),
                trained.learner(),
                ModelState.CHALLENGER,
                "Challenger: no better",
                trained.metrics(),
                trained.createdAt(),
                null,
                trained.sha256(),
                outcome.candidates().getFirst().provenance());
        final TrainingReport report = outcome.report()
                .withEntries(List.of(registered))
                .withMonitoring(new MonitoringSetup(
                        "job", 1, List.of("rule"), "0 * * * *", "2026-01-01T00:00:00Z", 1, 0.25, List.of(), Map.of()));
        final JsonNode json = new ObjectMapper().readTree(report.toJson());

        assertEquals("ontology", json.path("ontology_id").asText());
        assertEquals(1, json.path("models_created").asInt());
        assertEquals(1, json.path("monitoring_jobs_created").asInt());
        assertEquals(1, json.path("rules_created").asInt());
        final JsonNode model = json.path("trained_models").path(0);
        assertEquals(4, model.path("version").asInt());
        assertEquals("challenger", model.path("state").asText());
        assertFalse(model.path("active").asBoolean());
        assertTrue(
                model.path("reasoning").asText().endsWith("Challenger: no better"),
                model.path("reasoning").asText());
        assertEquals("price", model.path("target_property").asText());
        assertTrue(model.path("r2_score").isNumber());
        assertFalse(model.has("accuracy"));
        assertTrue(model.path("training_time").isIntegralNumber());
        assertTrue(json.path("total_duration").isIntegralNumber());
        assertEquals(
                "0 * * * *", json.path("monitoring_setup").path("cron_schedule").asText());
    }

    private static TrainedModel ofCustomers() {
        customers = customers == null
                ? train(SyntheticData.customers(3_000, false), "churn")
                        .report()
                        .trainedModels()
                        .getFirst()
                : customers;
        return customers;
    }

    private static TrainingOutcome train(final TestTables tables, final String... targets) {
        return new AutoTrainer().train(tables.table(), TestTables.request(targets), () -> true, Clock.systemUTC());
    }
}
