/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertAction;
import io.nifimimir.monitoring.alert.AlertFilter;
import io.nifimimir.monitoring.alert.AlertHistory;
import io.nifimimir.monitoring.alert.AlertMessage;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Silence;
import io.nifimimir.store.AlertPolicyTable.Scope;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Alerts and what people do about them: the transactions; the statements are with their tables. */
final class SqliteAlertRepository implements AlertRepository {
    private final SqliteDatabase database;

    /** Messages that are in somebody's hands, who will mark them as sent or hand them back, with the number of their steps. */
    private final Map<String, Integer> inHands = new ConcurrentHashMap<>();

    SqliteAlertRepository(final SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public List<Alert> list(final AlertFilter filter) {
        return database.read(connection -> AlertTable.list(connection, filter));
    }

    @Override
    public long count(final AlertFilter filter) {
        return database.read(connection -> AlertTable.count(connection, filter));
    }

    @Override
    public Optional<AlertHistory> find(final String alertId) {
        return database.read(connection -> {
            final Optional<Alert> alert = AlertTable.find(connection, alertId);
            return alert.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new AlertHistory(alert.get(), AlertTransitionTable.historyOf(connection, alertId)));
        });
    }

    @Override
    public Optional<Alert> act(final String alertId, final AlertAction action) {
        return database.write(connection -> {
            final Optional<Alert> alert = AlertTable.find(connection, alertId);
            if (alert.isEmpty() || alert.get().status() == action.kind().status()) {
                return alert;
            }
            return Optional.of(act(connection, alert.get(), action));
        });
    }

    private static Alert act(final Connection connection, final Alert alert, final AlertAction action)
            throws SQLException {
        final Alert changed = action.on(alert);
        AlertTable.save(connection, changed);
        final String jobId = JobTable.jobOfRule(connection, alert.ruleId());
        final AlertTransition taken =
                AlertTransition.by(action.kind().event(), changed, action.at(), jobId, action.by(), action.note());
        AlertTransitionTable.save(connection, List.of(taken));
        return changed;
    }

    @Override
    public void silence(final Silence silence, final Instant now) {
        inTransaction(connection -> SilenceTable.save(connection, silence, now));
    }

    @Override
    public List<Silence> silences(final Instant now) {
        return database.read(connection -> SilenceTable.notOver(connection, now));
    }

    @Override
    public boolean endSilence(final String silenceId, final String by, final Instant now) {
        return database.write(connection -> SilenceTable.delete(connection, silenceId, by, now));
    }

    @Override
    public AlertPolicy policyOfOntology(final String ontologyId) {
        return database.read(connection -> AlertPolicyTable.find(connection, Scope.ONTOLOGY, ontologyId));
    }

    @Override
    public void saveOntologyPolicy(final String ontologyId, final AlertPolicy policy, final Instant now) {
        inTransaction(connection -> AlertPolicyTable.save(connection, Scope.ONTOLOGY, ontologyId, policy, now));
    }

    @Override
    public AlertPolicy policyOfJob(final String jobId) {
        return database.read(connection -> AlertPolicyTable.find(connection, Scope.JOB, jobId));
    }

    @Override
    public void saveJobPolicy(final String jobId, final AlertPolicy policy, final Instant now) {
        inTransaction(connection -> AlertPolicyTable.save(connection, Scope.JOB, jobId, policy, now));
    }

    @Override
    public List<AlertMessage> takeUnsent(final int limit, final Instant now) {
        return database.write(connection -> {
            final List<AlertMessage> taken = new AlertOutbox(connection, now).take(limit, Map.copyOf(inHands));
            taken.forEach(
                    message -> inHands.put(message.key(), message.transitions().size()));
            return taken;
        });
    }

    @Override
    public void markSent(final Map<String, String> flowFileUuids, final Instant sentAt) {
        inTransaction(connection -> new AlertOutbox(connection, sentAt).markSent(flowFileUuids));
        flowFileUuids.keySet().forEach(inHands::remove);
    }

    @Override
    public void handBack(final Collection<String> messageKeys) {
        messageKeys.forEach(inHands::remove);
    }

    private void inTransaction(final SqliteDatabase.SqlAction action) {
        database.write(connection -> {
            action.run(connection);
            return null;
        });
    }
}
