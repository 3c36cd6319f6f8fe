/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.alert.AlertMessage;
import io.nifimimir.monitoring.alert.AlertNotice;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.processors.DatasetIngestion.Ingested;
import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
import io.nifimimir.store.StoreUnwritableException;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.ProcessSession;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The work of one trigger of MonitorModel. */
final class MonitorSession {
    private final MimirStore store;
    private final MonitoringRepository repository;
    private final AlertRepository alerts;
    private final ProcessSession session;
    private final ComponentLog logger;
    private final Clock clock;
    private final BooleanSupplier keepGoing;
    private final StoreWait storeWait;
    private final ScorerPool scorers;
    private final String actor;

    /** @param actor on whose behalf the store is changed */
    MonitorSession(
            final MimirStore store,
            final ProcessSession session,
            final ComponentLog logger,
            final Clock clock,
            final BooleanSupplier keepGoing,
            final StoreWait storeWait,
            final ScorerPool scorers,
            final String actor) {
        this.store = store;
        this.repository = store.monitoring();
        this.alerts = store.alerts();
        this.session = session;
        this.logger = logger;
        this.clock = clock;
        this.keepGoing = keepGoing;
        this.storeWait = storeWait;
        this.scorers = scorers;
        this.actor = actor;
    }

    /**
     * Stores the points of a dataset and applies the models of its ontology to its rows, then runs the jobs of the ontology.
     *
     * @return false where it was told to stop; the dataset is back in its queue then
     */
    boolean observe(final FlowFile dataset, final String ontology) {
        final DatasetNews news;
        try {
            if (ontology == null || ontology.isBlank()) {
                throw new DatasetFormatException("Ontology Id is empty for this dataset");
            }
            news = takeIn(dataset, ontology);
        } catch (final DatasetFormatException e) {
            refuse(dataset, String.valueOf(e.getMessage()), e);
            return true;
        } catch (final CancellationException e) {
            logger.info("Stopped while taking in {}; what is stored stays, the rest follows", dataset);
            session.rollback();
            return false;
        }
        session.adjustCounter(MonitorModel.POINTS_COUNTER, news.ingested().changed(), false);
        session.adjustCounter(MonitorModel.ROWS_COUNTER, news.rowsScored(), false);
        int runs = 0;
        for (final String jobId : repository.enabledJobs(ontology)) {
            final Optional<JobOccurrence> claimed = origin(dataset.getAttribute(CoreAttributes.UUID.key()))
                    .run(() -> repository.claimNow(jobId, clock.instant()));
            if (claimed.isPresent()) {
                run(claimed.get(), RunReport.begin(session, dataset, news), keepGoing);
                runs++;
            }
        }
        if (runs == 0) {
            final FlowFile stored = RunReport.begin(session, dataset, news).stored(ontology, clock.instant());
            session.transfer(stored, MonitorModel.SUCCESS);
        }
        session.remove(dataset);
        return true;
    }

    /** Stores the points of a time series, and applies the models of the ontology to the rows. */
    private DatasetNews takeIn(final FlowFile dataset, final String ontology) throws DatasetFormatException {
        final String key = DatasetIngestion.key(session, dataset);
        final Optional<Ingested> ingested =
                new DatasetIngestion(repository, clock, keepGoing).store(session, dataset, key, ontology);
        final List<DatasetScoring.Scored> scored =
                new DatasetScoring(store, scorers, logger, clock, keepGoing).score(session, dataset, key, ontology);
        if (ingested.isEmpty() && scored.isEmpty()) {
            throw new DatasetFormatException(
                    "The dataset has no time series, and [%s] has no model that fits it: expected timeseries_config with a date column and a numeric metric column, or the columns of a champion"
                            .formatted(ontology));
        }
        return new DatasetNews(ingested.orElse(Ingested.NOTHING), scored);
    }

    private void refuse(final FlowFile dataset, final String reason, final DatasetFormatException cause) {
        logger.error("{} cannot be taken in", dataset, cause);
        final FlowFile refused = session.putAttribute(dataset, MimirAttributes.ERROR, reason);
        session.getProvenanceReporter().route(refused, MonitorModel.FAILURE, reason);
        session.transfer(refused, MonitorModel.FAILURE);
    }

    /**
     * Runs what is due.
     *
     * @param mayBegin asked before each run
     * @return false where nothing is due
     */
    boolean runDue(final int maximumRuns, final BooleanSupplier mayBegin) {
        return keepingWhatIsDone(() -> runUpTo(maximumRuns, mayBegin)) > 0;
    }

    private int runUpTo(final int maximumRuns, final BooleanSupplier mayBegin) {
        int runs = 0;
        int begun = -1;
        while (begun != 0 && runs < maximumRuns && mayBegin.getAsBoolean()) {
            final int room = maximumRuns - runs;
            begun = runAll(origin(null).run(() -> repository.claimDue(clock.instant(), room)), mayBegin);
            runs += begun;
        }
        return runs;
    }

    /** @return how many were begun */
    private int runAll(final List<JobOccurrence> due, final BooleanSupplier mayBegin) {
        int begun = 0;
        try (ClaimedRuns claimed = new ClaimedRuns(store, due, clock, this::write)) {
            final BooleanSupplier goOn = () -> {
                claimed.giveBackLate();
                return keepGoing.getAsBoolean();
            };
            Optional<JobOccurrence> next = claimed.next();
            while (next.isPresent()) {
                run(next.get(), RunReport.begin(session), goOn);
                begun++;
                claimed.giveBackLate();
                next = mayBegin.getAsBoolean() ? claimed.next() : Optional.empty();
            }
        }
        return begun;
    }

    private void run(final JobOccurrence occurrence, final RunReport report, final BooleanSupplier goOn) {
        final String jobName = occurrence.job().name();
        try {
            final JobRunResult result = origin(report.uuid())
                    .run(() -> new JobRunner(repository, clock, goOn, new SeriesForecasts()).runAndFinish(occurrence));
            session.transfer(report.success(occurrence, result), MonitorModel.SUCCESS);
            result.ruleErrors()
                    .forEach(error ->
                            logger.warn("Rule {} of job {} failed: {}", error.ruleId(), jobName, error.message()));
        } catch (final CancellationException e) {
            logger.warn("Run of job {} due at {} was given up, and follows", jobName, occurrence.scheduledFor());
            report.discard();
            return;
        } catch (final StoreUnwritableException e) {
            report.discard();
            giveBack(occurrence, e);
            throw e;
        } catch (final RuntimeException e) {
            giveBack(occurrence, e);
            logger.error("Run of monitoring job {} due at {} failed", jobName, occurrence.scheduledFor(), e);
            session.transfer(report.failure(occurrence, String.valueOf(e.getMessage())), MonitorModel.FAILURE);
        }
        session.adjustCounter(MonitorModel.RUNS_COUNTER, 1, false);
    }

    /** A run whose end could not be stored has not ended, and is due again; one that is stored as failed stays so. */
    private void giveBack(final JobOccurrence occurrence, final RuntimeException cause) {
        write(() -> repository.release(occurrence, clock.instant(), String.valueOf(cause.getMessage())));
    }

    private void write(final Runnable write) {
        storeWait.write(
                logger,
                () -> origin(null).run(() -> {
                    write.run();
                    return null;
                }));
    }

    private AuditOrigin origin(final String flowFileUuid) {
        return new AuditOrigin(actor, flowFileUuid);
    }

    /**
     * Sends what is in the outbox, and ends the session. What NiFi has not taken over is handed back.
     *
     * @return whether there was anything
     */
    boolean sendUnsent(final int limit) {
        final List<AlertMessage> messages =
                keepingWhatIsDone(() -> origin(null).run(() -> alerts.takeUnsent(limit, clock.instant())));
        final List<String> keys = messages.stream().map(AlertMessage::key).toList();
        try {
            final Map<String, String> flowFileUuids = new HashMap<>();
            for (final AlertMessage message : messages) {
                flowFileUuids.put(message.key(), send(message).getAttribute(CoreAttributes.UUID.key()));
            }
            session.commitAsync(
                    () -> write(() -> alerts.markSent(flowFileUuids, clock.instant())), cause -> alerts.handBack(keys));
        } catch (final RuntimeException e) {
            alerts.handBack(keys);
            throw e;
        }
        return !messages.isEmpty();
    }

    private <T> T keepingWhatIsDone(final Supplier<T> work) {
        try {
            return work.get();
        } catch (final StoreUnwritableException e) {
            // Runs that ended by now are stored, and their reports are not to be lost with the session
            session.commitAsync();
            throw e;
        }
    }

    private FlowFile send(final AlertMessage message) {
        final FlowFile flowFile = AlertFlowFile.create(session, message, channels(message));
        final boolean asksForCare = message.event().asksForCare();
        session.transfer(flowFile, asksForCare ? MonitorModel.ALERTS : MonitorModel.RESOLVED);
        final int alertsTold = message.transitions().size();
        final String text = new AlertNotice(message).text();
        if (asksForCare) {
            session.adjustCounter(MonitorModel.ALERTS_COUNTER, message.event().opens() ? alertsTold : 0, false);
            logger.warn("Alert, {}: {}", message.severity().wireName(), text);
        } else {
            session.adjustCounter(MonitorModel.RESOLVED_COUNTER, alertsTold, false);
            logger.info("Alert is over: {}", text);
        }
        return flowFile;
    }

    private List<String> channels(final AlertMessage message) {
        return store.monitoringCatalog()
                .alertChannels(message.transitions().stream()
                        .map(transition -> transition.alert().ruleId())
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
