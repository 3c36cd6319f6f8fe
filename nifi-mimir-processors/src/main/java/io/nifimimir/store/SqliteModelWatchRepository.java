/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.GatheredRows;
import io.nifimimir.monitoring.ModelWatchRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.RowLook;
import io.nifimimir.monitoring.drift.ReferenceProfile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** References of models, gathered rows and looks at them. */
final class SqliteModelWatchRepository implements ModelWatchRepository {
    /** Looks of a rule that are kept: two years of them, where there is one a day. */
    private static final int LOOKS_KEPT = 750;

    private final SqliteDatabase database;

    SqliteModelWatchRepository(final SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public void saveReference(final String modelId, final ReferenceProfile reference) {
        final String sql = """
                INSERT INTO model_references (model_id, version, reference) VALUES (?, ?, ?)
                ON CONFLICT (model_id) DO NOTHING""";
        final byte[] content = reference.toBytes();
        database.writeNewData(connection -> Sql.update(connection, sql, modelId, ReferenceProfile.VERSION, content));
    }

    @Override
    public Optional<ReferenceProfile> reference(final String modelId) {
        final String sql = "SELECT reference FROM model_references WHERE model_id = ? AND version = ?";
        return database.read(connection ->
                        Sql.first(connection, sql, row -> row.getBytes("reference"), modelId, ReferenceProfile.VERSION))
                .map(ReferenceProfile::ofBytes);
    }

    @Override
    public List<MonitoringRule> rowRules(final String ontologyId) {
        return database.read(connection -> JobTable.enabledRules(connection, ontologyId, "drift", "performance"));
    }

    @Override
    public boolean beginCounting(final String key, final long rows, final Instant now) {
        return database.writeNewData(connection -> IngestionTable.begin(connection, key, rows, now));
    }

    @Override
    public Optional<GatheredRows> gathered(final String ruleId) {
        final String sql = "SELECT * FROM gathered_rows WHERE rule_id = ?";
        return database.read(
                connection -> Sql.first(connection, sql, SqliteModelWatchRepository::gatheredRows, ruleId));
    }

    private static GatheredRows gatheredRows(final ResultSet row) throws SQLException {
        return new GatheredRows(
                row.getString("rule_id"), row.getString("model_id"), row.getInt("version"), row.getBytes("state"));
    }

    @Override
    public void saveGathered(final GatheredRows gathered, final Instant now) {
        final String sql = """
                INSERT INTO gathered_rows (rule_id, model_id, version, updated_at, state) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (rule_id) DO UPDATE SET model_id = excluded.model_id, version = excluded.version,
                    updated_at = excluded.updated_at, state = excluded.state""";
        database.writeNewData(connection -> Sql.update(
                connection, sql, gathered.ruleId(), gathered.modelId(), gathered.version(), now, gathered.data()));
    }

    @Override
    public void saveLook(final RowLook look) {
        database.writeNewData(connection -> {
            insert(connection, look);
            return null;
        });
    }

    private static void insert(final Connection connection, final RowLook look) throws SQLException {
        final String sql = """
                INSERT INTO rule_looks (rule_id, at, model_id, breached, value, finding) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (rule_id, at) DO NOTHING""";
        Sql.update(
                connection,
                sql,
                look.ruleId(),
                look.at(),
                look.modelId(),
                look.breached(),
                look.value(),
                look.finding());
        final String old = """
                DELETE FROM rule_looks WHERE rule_id = ? AND at < (
                    SELECT at FROM rule_looks WHERE rule_id = ? ORDER BY at DESC LIMIT 1 OFFSET ?)""";
        Sql.update(connection, old, look.ruleId(), look.ruleId(), LOOKS_KEPT - 1);
    }

    @Override
    public List<RowLook> looks(final String ruleId, final int limit) {
        final String sql = "SELECT * FROM rule_looks WHERE rule_id = ? ORDER BY at DESC LIMIT ?";
        final List<RowLook> looks =
                database.read(connection -> Sql.list(connection, sql, SqliteModelWatchRepository::look, ruleId, limit));
        Collections.reverse(looks);
        return looks;
    }

    private static RowLook look(final ResultSet row) throws SQLException {
        return new RowLook(
                row.getString("rule_id"),
                Sql.instant(row, "at"),
                row.getString("model_id"),
                row.getBoolean("breached"),
                row.getDouble("value"),
                row.getString("finding"));
    }
}
