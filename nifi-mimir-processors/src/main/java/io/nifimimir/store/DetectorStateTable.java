/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.DetectorState;
import io.nifimimir.monitoring.series.SeriesKey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Statements on {@code detector_states}. */
final class DetectorStateTable {
    private DetectorStateTable() {}

    static Optional<DetectorState> find(final Connection connection, final String ruleId, final SeriesKey series)
            throws SQLException {
        final String sql = """
                SELECT version, through, state FROM detector_states
                WHERE rule_id = ? AND series_id = (
                    SELECT id FROM series WHERE ontology_id = ? AND metric_name = ? AND entity_id = ?)""";
        return Sql.first(
                connection,
                sql,
                row -> new DetectorState(
                        ruleId, series, row.getInt("version"), Sql.instant(row, "through"), row.getBytes("state")),
                ruleId,
                series.ontologyId(),
                series.metricName(),
                series.entityId());
    }

    static void save(final Connection connection, final DetectorState state) throws SQLException {
        final String sql = """
                INSERT INTO detector_states (rule_id, series_id, version, through, state)
                VALUES (
                    ?,
                    (SELECT id FROM series WHERE ontology_id = ? AND metric_name = ? AND entity_id = ?),
                    ?, ?, ?)
                ON CONFLICT (rule_id, series_id) DO UPDATE
                    SET version = excluded.version, through = excluded.through, state = excluded.state""";
        Sql.update(
                connection,
                sql,
                state.ruleId(),
                state.series().ontologyId(),
                state.series().metricName(),
                state.series().entityId(),
                state.version(),
                state.through(),
                state.data());
    }
}
