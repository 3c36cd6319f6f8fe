/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.Alert;
import io.nifimimir.monitoring.AlertTransition;
import io.nifimimir.monitoring.JobRunResult;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stores the alerts that a run has found, beside what people have done about them while it ran. */
final class RunAlerts {
    private RunAlerts() {}

    static void save(final Connection connection, final JobRunResult result) throws SQLException {
        final Set<String> endedMeanwhile = new HashSet<>();
        for (final Alert alert : result.alerts()) {
            final Optional<Alert> stored = AlertTable.find(connection, alert.id());
            final Alert saved = stored.map(alert::afterChangeTo).orElse(alert);
            AlertTable.save(connection, saved);
            if (!saved.status().isOpen() && saved.status() != alert.status()) {
                endedMeanwhile.add(alert.id());
            }
        }
        final List<AlertTransition> taken = result.transitions().stream()
                .filter(transition ->
                        !endedMeanwhile.contains(transition.alert().id()))
                .toList();
        AlertTransitionTable.save(connection, taken);
    }
}
