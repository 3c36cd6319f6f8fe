/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertDelivery;
import io.nifimimir.monitoring.alert.AlertDelivery.Decision;
import io.nifimimir.monitoring.alert.AlertDelivery.Waiting;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.series.SeriesKey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts off what a more severe alert of the same series outranks, and lets go of it when that is over. It is settled in the transaction of the
 * steps that bring it about, so that what people are told does not depend on when messages are taken.
 */
final class AlertRanking {
    private AlertRanking() {}

    /** @param taken steps that were saved just now */
    static void settle(final Connection connection, final Collection<AlertTransition> taken) throws SQLException {
        final Set<String> fresh = taken.stream().map(AlertTransition::key).collect(Collectors.toUnmodifiableSet());
        final Map<SeriesKey, Set<String>> alerts = new LinkedHashMap<>();
        for (final AlertTransition transition : taken) {
            alerts.computeIfAbsent(transition.alert().series(), series -> new LinkedHashSet<>())
                    .add(transition.alert().id());
        }
        for (final Map.Entry<SeriesKey, Set<String>> series : alerts.entrySet()) {
            series.getValue().addAll(AlertTransitionTable.outranked(connection, series.getKey()));
            final List<Alert> open = AlertTable.openOfSeries(connection, series.getKey());
            for (final String id : series.getValue()) {
                settle(connection, id, fresh, open);
            }
        }
    }

    private static void settle(
            final Connection connection, final String alertId, final Set<String> fresh, final List<Alert> open)
            throws SQLException {
        final List<Waiting> waiting = AlertTransitionTable.waitingOf(connection, alertId).stream()
                .filter(unsent -> unsent.isOutranked()
                        || fresh.contains(unsent.transition().key()))
                .map(unsent -> new Waiting(unsent.transition(), unsent.isOutranked()))
                .toList();
        final Set<String> undecided =
                waiting.stream().map(step -> step.transition().key()).collect(Collectors.toUnmodifiableSet());
        final Alert alert = AlertTable.find(connection, alertId).orElseThrow();
        final AlertTransition lastTold =
                AlertTransitionTable.lastTold(connection, alertId, undecided).orElse(null);
        final Map<String, Decision> decisions =
                AlertDelivery.ranked(alert, lastTold, open).decide(waiting);
        for (final Map.Entry<String, Decision> decided : decisions.entrySet()) {
            AlertTransitionTable.apply(connection, decided.getKey(), decided.getValue());
        }
    }
}
