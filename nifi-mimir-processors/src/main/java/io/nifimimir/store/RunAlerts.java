/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertTransition;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores the alerts that a run has found, beside what people have done about them while it ran. */
final class RunAlerts {
    private RunAlerts() {}

    static void save(final Connection connection, final JobRunResult result) throws SQLException {
        final Set<String> endedMeanwhile = new HashSet<>();
        final Map<String, Alert> over = new HashMap<>();
        for (final Alert alert : result.alerts()) {
            final Optional<Alert> stored = AlertTable.find(connection, alert.id());
            final boolean isBack = stored.isPresent()
                    && stored.get().course().closed()
                    && alert.status().isOpen();
            if (isBack) {
                over.put(alert.id(), stored.get());
            }
            final Alert saved = isBack
                    ? alert.backAfter(stored.get())
                    : stored.map(alert::afterChangeTo).orElse(alert);
            AlertTable.save(connection, saved);
            if (!saved.status().isOpen() && saved.status() != alert.status()) {
                endedMeanwhile.add(alert.id());
            }
        }
        final List<AlertTransition> taken = new ArrayList<>();
        for (final AlertTransition transition : result.transitions()) {
            final String id = transition.alert().id();
            if (!endedMeanwhile.contains(id)) {
                taken.add(over.containsKey(id) ? transition.backAfter(over.get(id)) : transition);
            }
        }
        AlertTransitionTable.save(connection, taken);
    }
}
