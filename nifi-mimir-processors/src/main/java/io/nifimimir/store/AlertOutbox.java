/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertDelivery;
import io.nifimimir.monitoring.alert.AlertDelivery.Decision;
import io.nifimimir.monitoring.alert.AlertDelivery.Waiting;
import io.nifimimir.monitoring.alert.AlertMessage;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Silence;
import io.nifimimir.store.AlertTransitionTable.Unsent;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes messages of the steps that somebody is to be told of. A message that was handed out once may have left, whatever became of NiFi since:
 * it is handed out again as it was, with the same key, also where a silence has begun meanwhile.
 */
final class AlertOutbox {
    /** More entities than a person reads of at once make several messages. */
    private static final int LARGEST_GROUP = 100;

    private final Connection connection;

    private final Instant now;

    AlertOutbox(final Connection connection, final Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /** @param inHands how many steps each message tells of that is with somebody already, by its key */
    List<AlertMessage> take(final int limit, final Map<String, Integer> inHands) throws SQLException {
        escalate();
        final int stepsInHands =
                inHands.values().stream().mapToInt(Integer::intValue).sum();
        final Set<String> handedOutBefore = new LinkedHashSet<>();
        final Set<String> alerts = new LinkedHashSet<>();
        for (final Unsent unsent : AlertTransitionTable.due(connection, now, limit + stepsInHands)) {
            if (unsent.messageKey() == null) {
                alerts.add(unsent.transition().alert().id());
            } else if (!inHands.containsKey(unsent.messageKey())) {
                handedOutBefore.add(unsent.messageKey());
            }
        }
        final List<AlertMessage> messages = new ArrayList<>();
        for (final String key : handedOutBefore) {
            messages.add(again(key));
        }
        for (final List<AlertTransition> news : grouped(decide(alerts))) {
            final String key = AlertMessage.keyOf(news);
            messages.add(new AlertMessage(key, news, 0));
        }
        for (final AlertMessage message : messages) {
            for (final AlertTransition transition : message.transitions()) {
                AlertTransitionTable.handOut(connection, transition.key(), message.key());
            }
        }
        return messages;
    }

    private AlertMessage again(final String key) throws SQLException {
        final List<Unsent> steps = AlertTransitionTable.ofMessage(connection, key);
        return new AlertMessage(
                key,
                steps.stream().map(Unsent::transition).toList(),
                steps.getFirst().attempts());
    }

    /** Of a message that nobody has answered by an acknowledgement in time. */
    private void escalate() throws SQLException {
        for (final Alert alert : AlertTable.toEscalate(connection, now)) {
            final Alert escalated = alert.escalated(now);
            AlertTable.save(connection, escalated);
            AlertTable.escalateAt(connection, alert.id(), null);
            final String jobId = JobTable.jobOfRule(connection, alert.ruleId());
            AlertTransitionTable.save(connection, List.of(AlertTransition.escalated(escalated, now, jobId)));
        }
    }

    private List<AlertTransition> decide(final Set<String> alerts) throws SQLException {
        final List<AlertTransition> told = new ArrayList<>();
        final List<Silence> silences = SilenceTable.all(connection);
        for (final String id : alerts) {
            final Alert alert = AlertTable.find(connection, id).orElseThrow();
            final List<Waiting> waiting = AlertTransitionTable.waitingOf(connection, id).stream()
                    .filter(unsent -> !unsent.isOutranked())
                    .map(unsent -> new Waiting(unsent.transition(), unsent.heldUntil() != null))
                    .toList();
            final Set<String> undecided =
                    waiting.stream().map(step -> step.transition().key()).collect(Collectors.toUnmodifiableSet());
            final AlertTransition lastTold =
                    AlertTransitionTable.lastTold(connection, id, undecided).orElse(null);
            final AlertDelivery delivery = AlertDelivery.silenced(alert, lastTold, silences, now);
            for (final Map.Entry<String, Decision> decided :
                    delivery.decide(waiting).entrySet()) {
                AlertTransitionTable.apply(connection, decided.getKey(), decided.getValue());
                if (decided.getValue() instanceof Decision.Tell(final AlertTransition transition)) {
                    told.add(transition);
                }
            }
        }
        return told;
    }

    private static List<List<AlertTransition>> grouped(final List<AlertTransition> told) {
        final Map<String, List<AlertTransition>> groups = new LinkedHashMap<>();
        for (final AlertTransition transition : told) {
            final String key = transition.groupKey() == null ? transition.key() : transition.groupKey();
            groups.computeIfAbsent(key, unknown -> new ArrayList<>()).add(transition);
        }
        final List<List<AlertTransition>> messages = new ArrayList<>();
        for (final List<AlertTransition> group : groups.values()) {
            for (int from = 0; from < group.size(); from += LARGEST_GROUP) {
                messages.add(group.subList(from, Math.min(group.size(), from + LARGEST_GROUP)));
            }
        }
        return messages;
    }

    /** From here on the alerts of these messages wait for somebody to acknowledge. */
    void markSent(final Map<String, String> flowFileUuids) throws SQLException {
        for (final Map.Entry<String, String> sent : flowFileUuids.entrySet()) {
            if (AlertTransitionTable.markSent(connection, sent.getKey(), now) > 0) {
                final AuditOrigin origin = new AuditOrigin(AuditOrigin.current().actor(), sent.getValue());
                AuditLog.append(
                        connection,
                        new AuditEntry(now, origin, "alert_sent", "alert_transition", sent.getKey(), Map.of()));
                for (final Unsent step : AlertTransitionTable.ofMessage(connection, sent.getKey())) {
                    awaitAcknowledgement(step.transition());
                }
            }
        }
    }

    private void awaitAcknowledgement(final AlertTransition sent) throws SQLException {
        if (!sent.event().opens()) {
            return;
        }
        final Duration patience = AlertPolicyTable.ofRule(
                        connection, sent.alert().ruleId())
                .over(AlertPolicy.DEFAULT)
                .escalateAfter();
        if (!patience.isZero()) {
            AlertTable.escalateAt(connection, sent.alert().id(), now.plus(patience));
        }
    }
}
