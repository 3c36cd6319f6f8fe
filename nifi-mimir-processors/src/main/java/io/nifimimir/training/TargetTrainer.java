/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.TrainingReport.TrainedModel;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Trains the model of one target and scores it on rows that no choice has seen. */
final class TargetTrainer {
    /** A share of the baseline's loss saved that real life seldom grants. */
    private static final double TOO_GOOD = 0.999;

    private final TrainingTable table;
    private final TrainingRequest request;
    private final List<CandidateLearner> learners;
    private final Incumbent.Finder champions;
    private final Clock clock;

    TargetTrainer(
            final TrainingTable table,
            final TrainingRequest request,
            final List<CandidateLearner> learners,
            final Incumbent.Finder champions,
            final Clock clock) {
        this.table = table;
        this.request = request;
        this.learners = List.copyOf(learners);
        this.champions = champions;
        this.clock = clock;
    }

    record TrainedTarget(TrainedModel report, ModelCandidate candidate) {}

    /** @throws UntrainableException where nothing can be learnt, with a sentence */
    TrainedTarget train(final TargetCandidate candidate, final BooleanSupplier keepGoing) {
        final Instant start = clock.instant();
        final TableColumn column = table.findColumn(candidate.column()).orElseThrow();
        final int[] allRows = IntStream.range(0, table.rowCount()).toArray();
        final PreparedTarget target = PreparedTarget.prepare(table, allRows, column, candidate.task(), request.seed());
        final Winner winner = fitBest(target.training(), keepGoing);
        try (FittedModel model = winner.model();
                FittedModel baseline = new NaiveLearner().fit(target.training(), keepGoing)) {
            final ModelScores scores = target.score(model);
            final ModelScores baselineScores = target.score(baseline);
            final BaselineComparison comparison = BaselineComparison.of(scores, baselineScores);
            final Map<String, Double> metrics = new TreeMap<>(scores.values());
            baselineScores.values().forEach((name, value) -> metrics.put("baseline_" + name, value));

            final byte[] bytes = model.toBytes();
            final ModelHeader header =
                    header(candidate, column, target, winner, metrics, DataFingerprint.sha256(bytes));
            final byte[] content = ModelFormat.write(header, bytes);
            final ModelArtifact artifact = new ModelArtifact(
                    header.modelId(),
                    request.ontologyId(),
                    candidate.column(),
                    0,
                    candidate.task(),
                    winner.learner(),
                    comparison.beaten(),
                    metrics,
                    table.fingerprint(),
                    clock.instant(),
                    content,
                    DataFingerprint.sha256(content));
            final Duration duration = Duration.between(start, clock.instant());
            return new TrainedTarget(
                    report(candidate, target, artifact, scores, comparison, duration),
                    new ModelCandidate(
                            artifact,
                            ModelProvenance.of(header, duration, Contest.fingerprint(table, target.heldOutRows())),
                            learntRows(target, column),
                            champions
                                    .find(candidate.column())
                                    .map(
                                            new Contest(table, column, candidate.task(), target.heldOutRows(), scores)
                                                    ::against)
                                    .orElse(null)));
        }
    }

    private byte[] learntRows(final PreparedTarget target, final TableColumn column) {
        final RowHashes hashes =
                Contest.hashes(table, target.plan().requiredColumns().keySet(), column.name());
        return RowFilter.of(hashes, target.trainingRows()).toBytes();
    }

    private record Winner(String learner, FittedModel model) {}

    /** The candidate of the least loss on the inner validation rows; the held-out rows have no say. */
    private Winner fitBest(final LearningTask task, final BooleanSupplier keepGoing) {
        Winner best = null;
        for (final CandidateLearner learner : learners) {
            final FittedModel model;
            try {
                model = learner.fit(task, keepGoing);
            } catch (final RuntimeException exception) {
                closeIfPresent(best);
                throw exception;
            }

            if (best == null || model.validationLoss() < best.model().validationLoss()) {
                closeIfPresent(best);
                best = new Winner(learner.name(), model);
            } else {
                model.close();
            }
        }

        return best;
    }

    private static void closeIfPresent(final Winner winner) {
        if (winner != null) {
            winner.model().close();
        }
    }

    private ModelHeader header(
            final TargetCandidate candidate,
            final TableColumn column,
            final PreparedTarget target,
            final Winner winner,
            final Map<String, Double> metrics,
            final String contentSha256) {
        return new ModelHeader(
                ModelFormat.FORMAT,
                ModelFormat.VERSION,
                ModelFormat.libraries(),
                modelId(candidate),
                request.ontologyId(),
                request.trainingKey(),
                candidate.column(),
                column.type(),
                candidate.task(),
                winner.learner(),
                target.classes(),
                target.plan(),
                winner.model().settings(),
                metrics,
                request.seed(),
                table.fingerprint(),
                target.training().features().rows(),
                contentSha256);
    }

    /** The same training again yields the same id, so that a replayed flowfile registers nothing twice. */
    private String modelId(final TargetCandidate candidate) {
        final String identity = String.join("\0", request.ontologyId(), candidate.column(), request.trainingKey());
        return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static TrainedModel report(
            final TargetCandidate candidate,
            final PreparedTarget target,
            final ModelArtifact artifact,
            final ModelScores scores,
            final BaselineComparison comparison,
            final Duration duration) {
        final boolean classification = candidate.task() == ModelTask.CLASSIFICATION;
        final int heldOutCount = target.heldOutLabels().length;
        return new TrainedModel(
                artifact.id(),
                artifact.version(),
                candidate.column(),
                candidate.task().wireName(),
                artifact.learner(),
                scores.values().get(ModelScores.ACCURACY),
                scores.values().get(ModelScores.R_SQUARED),
                scores.values().get(ModelScores.ROOT_MEAN_SQUARED_ERROR),
                artifact.metrics(),
                classification ? target.classes() : null,
                classification ? scores.confusion() : null,
                comparison.beaten(),
                null,
                comparison.sentence(),
                target.training().features().rows() + heldOutCount,
                heldOutCount,
                target.training().features().columns(),
                duration.toNanos(),
                candidate.confidence(),
                candidate.reasoning(),
                "held out: " + target.division(),
                target.leftOut(),
                warnings(comparison));
    }

    private static List<String> warnings(final BaselineComparison comparison) {
        final List<String> warnings = new ArrayList<>();
        if (comparison.lossSaved() > TOO_GOOD) {
            warnings.add("Almost perfect: see whether a column is known only after the outcome");
        }

        return warnings;
    }
}
