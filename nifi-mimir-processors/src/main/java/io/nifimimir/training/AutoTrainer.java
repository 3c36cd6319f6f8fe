/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.TargetTrainer.TrainedTarget;
import io.nifimimir.training.TrainingReport.ConsideredTarget;
import io.nifimimir.training.TrainingReport.FailedModel;
import io.nifimimir.training.TrainingReport.TrainedModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * From a table to models: finds the targets (or takes those named), trains each on its own, and reports. A target that fails does not
 * keep the others from being trained; data that nothing can be learnt from is an outcome and not an error.
 */
public final class AutoTrainer {
    private static final Logger LOGGER = LoggerFactory.getLogger(AutoTrainer.class);

    private final List<CandidateLearner> learners;

    public AutoTrainer() {
        this(List.of(new XgBoostLearner(XgBoostSettings::coarse), new XgBoostLearner(XgBoostSettings::fine)));
    }

    AutoTrainer(final List<CandidateLearner> learners) {
        this.learners = List.copyOf(learners);
    }

    /**
     * @param keepGoing asked often; {@link CancellationException} soon after it turns false
     * @param clock for durations and the models' time of creation
     */
    public TrainingOutcome train(
            final TrainingTable table,
            final TrainingRequest request,
            final BooleanSupplier keepGoing,
            final Clock clock) {
        final Instant start = clock.instant();
        final Run run = new Run(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        final List<TargetCandidate> targets = chooseTargets(table, request, keepGoing, run);
        final TargetTrainer trainer = new TargetTrainer(table, request, learners, clock);
        for (int index = 0; index < targets.size(); index++) {
            final TargetCandidate target = targets.get(index);
            if (!keepGoing.getAsBoolean()) {
                throw new CancellationException("Stopped before training " + target.column());
            }

            final Duration spent = Duration.between(start, clock.instant());
            if (index > 0 && spent.compareTo(request.budget()) >= 0) {
                run.fail(target, "Not trained: the time budget of " + request.budget() + " was spent");
                continue;
            }

            trainOne(target, () -> trainer.train(target, keepGoing), run);
        }

        if (request.enableForecasting()) {
            forecast(table, request, keepGoing, clock, run);
        }

        return new TrainingOutcome(
                report(table, request, run, Duration.between(start, clock.instant())), run.artifacts());
    }

    /** What a training has come to so far. */
    private record Run(
            List<TrainedModel> trained,
            List<ModelArtifact> artifacts,
            List<FailedModel> failed,
            List<ConsideredTarget> considered) {

        void add(final TrainedTarget target) {
            trained.add(target.report());
            artifacts.add(target.artifact());
        }

        void fail(final TargetCandidate target, final String message) {
            failed.add(new FailedModel(target.column(), taskName(target), message, target.confidence()));
        }

        void consider(final TargetCandidate target, final boolean chosen) {
            considered.add(new ConsideredTarget(
                    target.column(), taskName(target), target.confidence(), target.reasoning(), chosen));
        }

        private static String taskName(final TargetCandidate target) {
            return target.task() == null ? null : target.task().wireName();
        }
    }

    private static List<TargetCandidate> chooseTargets(
            final TrainingTable table, final TrainingRequest request, final BooleanSupplier keepGoing, final Run run) {
        final TargetDetector detector = new TargetDetector(table, request);
        final List<TargetCandidate> chosen = new ArrayList<>();
        for (final String name : request.targets()) {
            try {
                final TargetCandidate target = detector.named(name);
                run.consider(target, true);
                chosen.add(target);
            } catch (final UntrainableException exception) {
                run.fail(new TargetCandidate(name, null, 1, "named in the request"), exception.getMessage());
            }
        }

        if (!request.targets().isEmpty()) {
            return chosen;
        }

        for (final TargetCandidate candidate : detector.detect(keepGoing)) {
            final boolean wanted = candidate.task() != null
                    && candidate.confidence() >= request.minConfidence()
                    && chosen.size() < request.maxModels();
            run.consider(candidate, wanted);
            if (wanted) {
                chosen.add(candidate);
            }
        }

        return chosen;
    }

    private static void trainOne(final TargetCandidate target, final Supplier<TrainedTarget> training, final Run run) {
        try {
            run.add(training.get());
        } catch (final UntrainableException exception) {
            run.fail(target, exception.getMessage());
        } catch (final CancellationException exception) {
            throw exception;
        } catch (final RuntimeException exception) {
            LOGGER.warn("Training of target {} failed", target.column(), exception);
            run.fail(target, String.valueOf(exception.getMessage()));
        }
    }

    private static void forecast(
            final TrainingTable table,
            final TrainingRequest request,
            final BooleanSupplier keepGoing,
            final Clock clock,
            final Run run) {
        final ForecastTrainer trainer = new ForecastTrainer(table, request, clock);
        for (final String metric : ForecastTrainer.metrics(table)) {
            final TargetCandidate target =
                    new TargetCandidate(metric, ModelTask.FORECASTING, 1, "a metric of the time series");
            trainOne(target, () -> trainer.train(metric, keepGoing), run);
        }
    }

    private static TrainingReport report(
            final TrainingTable table, final TrainingRequest request, final Run run, final Duration duration) {
        return new TrainingReport(
                request.ontologyId(),
                request.trainingKey(),
                run.trained().size(),
                run.failed().size(),
                0,
                0,
                run.trained(),
                run.failed(),
                null,
                run.considered(),
                table.fingerprint(),
                table.rowCount(),
                table.columnCount(),
                duration.toNanos(),
                TrainingSummary.of(table, request, run.trained(), run.failed(), run.considered()));
    }
}
