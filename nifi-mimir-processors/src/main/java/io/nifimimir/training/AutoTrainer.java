/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.TargetTrainer.TrainedTarget;
import io.nifimimir.training.TrainingReport.ConsideredTarget;
import io.nifimimir.training.TrainingReport.FailedModel;
import io.nifimimir.training.TrainingReport.TrainedModel;
import io.nifimimir.training.detection.TargetCandidate;
import io.nifimimir.training.detection.TargetDetector;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.model.Incumbent;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.table.TrainingTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * From a table to models: finds the targets (or takes those named), trains each on its own, and reports. A target that fails does not
 * keep the others from being trained; data that nothing can be learnt from is an outcome and not an error.
 */
public final class AutoTrainer {
    private static final Logger LOGGER = LoggerFactory.getLogger(AutoTrainer.class);

    /** Part of the time budget in which targets are looked for: on a busy machine nothing would be left to learn them. */
    private static final int DETECTION_PART = 5;

    private final Optional<List<Candidate>> candidates;
    private final CandidateCheckpoints checkpoints;

    /** Of which nothing is left where it is cut off. */
    public AutoTrainer() {
        this(Optional.empty(), CandidateCheckpoints.NONE);
    }

    /** @param checkpoints by which a training that was cut off goes on where it was */
    public AutoTrainer(final CandidateCheckpoints checkpoints) {
        this(Optional.empty(), checkpoints);
    }

    /** @param candidates those to try; empty for the ones that suit the table */
    AutoTrainer(final Optional<List<Candidate>> candidates, final CandidateCheckpoints checkpoints) {
        this.candidates = candidates;
        this.checkpoints = checkpoints;
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
        return train(table, request, Incumbent.Finder.NONE, keepGoing, clock);
    }

    /**
     * @param champions those that the new models have to beat, to take their place
     * @param keepGoing asked often; {@link CancellationException} soon after it turns false
     * @param clock for durations and the models' time of creation
     */
    public TrainingOutcome train(
            final TrainingTable table,
            final TrainingRequest request,
            final Incumbent.Finder champions,
            final BooleanSupplier keepGoing,
            final Clock clock) {
        final Instant start = clock.instant();
        final Run run = new Run(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        final List<TargetCandidate> targets = chooseTargets(
                table,
                request,
                new StopSignal(keepGoing, clock, start.plus(request.budget().dividedBy(DETECTION_PART))),
                run);
        final TargetTrainer trainer = new TargetTrainer(table, request, candidates, checkpoints, champions, clock);
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

            // What one target leaves over goes to those behind it
            final Duration share = request.budget().minus(spent).dividedBy(targets.size() - index);
            trainOne(target, () -> trainer.train(target, share, keepGoing), run);
        }

        if (request.enableForecasting()) {
            forecast(table, request, keepGoing, clock, run);
        }

        return new TrainingOutcome(
                report(table, request, run, Duration.between(start, clock.instant())), run.candidates());
    }

    /** What a training has come to so far. */
    private record Run(
            List<TrainedModel> trained,
            List<ModelCandidate> candidates,
            List<FailedModel> failed,
            List<ConsideredTarget> considered) {

        void add(final TrainedTarget target) {
            trained.add(target.report());
            candidates.add(target.candidate());
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
            final TrainingTable table, final TrainingRequest request, final StopSignal signal, final Run run) {
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

        for (final TargetCandidate candidate : detector.detect(signal)) {
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
                table.notice().isEmpty() ? List.of() : List.of(table.notice()),
                duration.toNanos(),
                TrainingSummary.of(table, request, run.trained(), run.failed(), run.considered()));
    }
}
