/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.model.Incumbent;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelProvenance;
import io.nifimimir.training.model.ModelState;
import io.nifimimir.training.model.RegistryDecision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Models and their states, in the transaction of the connection. */
final class ModelTable {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** All but the blobs, which are many times as large as the rest. */
    private static final String ENTRY_COLUMNS =
            "id, ontology_id, target, version, task, learner, state, reason, metrics, created_at, promoted_at, data_fingerprint, provenance, sha256";

    private ModelTable() {}

    static ModelEntry register(final Connection connection, final ModelCandidate candidate, final int modelsToKeep)
            throws SQLException {
        final ModelArtifact model = candidate.artifact();
        final Optional<ModelEntry> known = entry(connection, model.id());
        if (known.isPresent()) {
            return known.get();
        }
        final Optional<ModelEntry> champion = champion(connection, model.ontologyId(), model.target());
        final RegistryDecision decision = RegistryDecision.of(candidate, champion);
        final boolean promoted = decision.state() == ModelState.CHAMPION;
        final int version = nextVersion(connection, model);
        if (promoted && champion.isPresent()) {
            ModelStates.set(
                    connection,
                    champion.get().id(),
                    ModelState.RETIRED,
                    "Retired: version %d is better".formatted(version),
                    model.createdAt());
        }
        insert(connection, candidate, version, decision, promoted ? model.createdAt() : null);
        prune(connection, model, modelsToKeep);
        return entry(connection, model.id()).orElseThrow();
    }

    private static int nextVersion(final Connection connection, final ModelArtifact model) throws SQLException {
        final String sql = """
                INSERT INTO model_versions (ontology_id, target, newest) VALUES (?, ?, 1)
                ON CONFLICT (ontology_id, target) DO UPDATE SET newest = newest + 1""";
        Sql.update(connection, sql, model.ontologyId(), model.target());
        return newestVersion(connection, model.ontologyId(), model.target());
    }

    /** The newest version that was ever given, 0 before the first. */
    static int newestVersion(final Connection connection, final String ontologyId, final String target)
            throws SQLException {
        final String sql = "SELECT newest FROM model_versions WHERE ontology_id = ? AND target = ?";
        return Sql.first(connection, sql, row -> row.getInt(1), ontologyId, target)
                .orElse(0);
    }

    private static void insert(
            final Connection connection,
            final ModelCandidate candidate,
            final int version,
            final RegistryDecision decision,
            final Instant promotedAt)
            throws SQLException {
        final String sql = """
                INSERT INTO models (id, ontology_id, target, version, task, learner, state, reason, metrics, created_at, promoted_at,
                    data_fingerprint, provenance, sha256, learnt_rows, content)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        final ModelArtifact model = candidate.artifact();
        Sql.update(
                connection,
                sql,
                model.id(),
                model.ontologyId(),
                model.target(),
                version,
                model.task().wireName(),
                model.learner(),
                decision.state().wireName(),
                decision.reason(),
                metricsJson(model.metrics()),
                model.createdAt(),
                promotedAt,
                model.dataFingerprint(),
                candidate.provenance().toJson(),
                model.sha256(),
                candidate.learntRows(),
                model.content());
        final Map<String, ?> detail = Map.of(
                "ontology_id", model.ontologyId(),
                "target", model.target(),
                "version", version,
                "learner", model.learner(),
                "state", decision.state().wireName(),
                "reason", decision.reason(),
                "data_fingerprint", model.dataFingerprint(),
                "sha256", model.sha256());
        AuditLog.append(connection, AuditEntry.now(model.createdAt(), "model_registered", "model", model.id(), detail));
    }

    private static void prune(final Connection connection, final ModelArtifact model, final int modelsToKeep)
            throws SQLException {
        final String sql = """
                DELETE FROM models
                WHERE ontology_id = ? AND target = ? AND state <> 'champion' AND version NOT IN (
                    SELECT version FROM models WHERE ontology_id = ? AND target = ? ORDER BY version DESC LIMIT ?)""";
        Sql.update(
                connection, sql, model.ontologyId(), model.target(), model.ontologyId(), model.target(), modelsToKeep);
    }

    static List<ModelEntry> entries(final Connection connection, final String ontologyId) throws SQLException {
        final String sql =
                "SELECT " + ENTRY_COLUMNS + " FROM models WHERE ontology_id = ? ORDER BY version DESC, target";
        return Sql.list(connection, sql, ModelTable::entry, ontologyId);
    }

    static List<ModelEntry> entries(final Connection connection) throws SQLException {
        final String sql = "SELECT " + ENTRY_COLUMNS + " FROM models ORDER BY ontology_id, target, version DESC";
        return Sql.list(connection, sql, ModelTable::entry);
    }

    static List<ModelArtifact> models(final Connection connection, final String ontologyId) throws SQLException {
        final String sql = "SELECT * FROM models WHERE ontology_id = ? ORDER BY version DESC, target";
        return Sql.list(connection, sql, ModelTable::model, ontologyId);
    }

    static Optional<ModelArtifact> model(final Connection connection, final String id) throws SQLException {
        return Sql.first(connection, "SELECT * FROM models WHERE id = ?", ModelTable::model, id);
    }

    /** The model as it could be registered elsewhere. */
    static Optional<ModelCandidate> candidate(final Connection connection, final String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT * FROM models WHERE id = ?",
                row -> new ModelCandidate(
                        model(row), provenance(row.getString("provenance")), row.getBytes("learnt_rows"), null),
                id);
    }

    static Optional<Incumbent> incumbent(final Connection connection, final String ontologyId, final String target)
            throws SQLException {
        final String sql = "SELECT * FROM models WHERE ontology_id = ? AND target = ? AND state = 'champion'";
        return Sql.first(
                connection,
                sql,
                row -> new Incumbent(entry(row), model(row), row.getBytes("learnt_rows")),
                ontologyId,
                target);
    }

    static Optional<ModelEntry> champion(final Connection connection, final String ontologyId, final String target)
            throws SQLException {
        final String sql =
                "SELECT " + ENTRY_COLUMNS + " FROM models WHERE ontology_id = ? AND target = ? AND state = 'champion'";
        return Sql.first(connection, sql, ModelTable::entry, ontologyId, target);
    }

    static Optional<ModelEntry> entry(final Connection connection, final String id) throws SQLException {
        return Sql.first(connection, "SELECT " + ENTRY_COLUMNS + " FROM models WHERE id = ?", ModelTable::entry, id);
    }

    private static ModelEntry entry(final ResultSet row) throws SQLException {
        return new ModelEntry(
                row.getString("id"),
                row.getString("ontology_id"),
                row.getString("target"),
                row.getInt("version"),
                ModelTask.ofWireName(row.getString("task")),
                row.getString("learner"),
                ModelState.ofWireName(row.getString("state")),
                row.getString("reason"),
                metrics(row.getString("metrics")),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "promoted_at"),
                row.getString("sha256"),
                provenance(row.getString("provenance")));
    }

    private static ModelArtifact model(final ResultSet row) throws SQLException {
        return new ModelArtifact(
                row.getString("id"),
                row.getString("ontology_id"),
                row.getString("target"),
                row.getInt("version"),
                ModelTask.ofWireName(row.getString("task")),
                row.getString("learner"),
                ModelState.ofWireName(row.getString("state")) == ModelState.CHAMPION,
                metrics(row.getString("metrics")),
                row.getString("data_fingerprint"),
                Sql.instant(row, "created_at"),
                row.getBytes("content"),
                row.getString("sha256"));
    }

    private static String metricsJson(final Map<String, Double> metrics) {
        // JSON knows neither NaN nor infinity, and a score that is no number says nothing
        final Map<String, Double> finite = new TreeMap<>(metrics);
        finite.values().removeIf(value -> !Double.isFinite(value));
        try {
            return MAPPER.writeValueAsString(finite);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Double> metrics(final String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<Map<String, Double>>() {});
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelProvenance provenance(final String json) {
        try {
            return ModelProvenance.ofJson(json);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
