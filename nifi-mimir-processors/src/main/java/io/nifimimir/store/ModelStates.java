/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.training.TrainingRepository.Deletion;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelState;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of registered models by hand, in the transaction of the connection. Each change stands in the audit. */
final class ModelStates {
    private static final String STATE_CHANGED = "model_state_changed";
    private static final String SUBJECT = "model";

    private ModelStates() {}

    static ModelEntry promote(
            final Connection connection,
            final String ontologyId,
            final String target,
            final int version,
            final Instant now)
            throws SQLException {
        return promote(connection, ontologyId, target, version, "Champion: chosen by hand", now);
    }

    private static ModelEntry promote(
            final Connection connection,
            final String ontologyId,
            final String target,
            final int version,
            final String reason,
            final Instant now)
            throws SQLException {
        final ModelEntry wanted = ofTarget(connection, ontologyId, target).stream()
                .filter(entry -> entry.version() == version)
                .findFirst()
                .orElseThrow(() -> unknown(ontologyId, target, version));
        if (wanted.state() == ModelState.REJECTED) {
            throw new IllegalArgumentException(
                    "The %s cannot be the champion. %s".formatted(wanted.describe(), wanted.reason()));
        }
        if (wanted.state() == ModelState.CHAMPION) {
            return wanted;
        }
        final Optional<ModelEntry> champion = ModelTable.champion(connection, ontologyId, target);
        if (champion.isPresent()) {
            set(
                    connection,
                    champion.get().id(),
                    ModelState.RETIRED,
                    "Retired: rolled back to version %d".formatted(version),
                    now);
        }
        Sql.update(connection, "UPDATE models SET promoted_at = ? WHERE id = ?", now, wanted.id());
        set(connection, wanted.id(), ModelState.CHAMPION, reason, now);
        return ModelTable.entry(connection, wanted.id()).orElseThrow();
    }

    /** A flowfile that comes again after a crash must not roll back what it has rolled back to. */
    static ModelEntry rollBack(
            final Connection connection, final String ontologyId, final String target, final Instant now)
            throws SQLException {
        final List<ModelEntry> entries = ofTarget(connection, ontologyId, target);
        for (final ModelEntry entry : entries) {
            if (entry.state() == ModelState.CHAMPION && wasChangedByThisFlowFile(connection, entry)) {
                return entry;
            }
        }
        final int version = entries.stream()
                .filter(entry -> entry.state() == ModelState.RETIRED)
                .max(Comparator.comparing(ModelEntry::promotedAt).thenComparing(ModelEntry::version))
                .map(ModelEntry::version)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No version of %s, %s was the champion before".formatted(target, ontologyId)));
        return promote(connection, ontologyId, target, version, now);
    }

    private static boolean wasChangedByThisFlowFile(final Connection connection, final ModelEntry entry)
            throws SQLException {
        final String flowFile = AuditOrigin.current().flowFileUuid();
        final String sql = """
                SELECT 1 FROM audit_log WHERE subject_type = ? AND subject_id = ? AND action = ? AND flowfile_uuid = ? LIMIT 1""";
        return flowFile != null
                && Sql.first(connection, sql, row -> true, SUBJECT, entry.id(), STATE_CHANGED, flowFile)
                        .isPresent();
    }

    /** Leaves the target without a champion; empty where it has none. */
    static Optional<ModelEntry> retire(
            final Connection connection, final String ontologyId, final String target, final Instant now)
            throws SQLException {
        final Optional<ModelEntry> champion = ModelTable.champion(connection, ontologyId, target);
        if (champion.isEmpty()) {
            return Optional.empty();
        }
        final String id = champion.get().id();
        set(connection, id, ModelState.RETIRED, "Retired: by hand", now);
        return ModelTable.entry(connection, id);
    }

    /** Empty where it was deleted before. */
    static Optional<Deletion> delete(
            final Connection connection,
            final String ontologyId,
            final String target,
            final int version,
            final Instant now)
            throws SQLException {
        if (version > ModelTable.newestVersion(connection, ontologyId, target)) {
            throw unknown(ontologyId, target, version);
        }
        final Optional<ModelEntry> found = ofTarget(connection, ontologyId, target).stream()
                .filter(entry -> entry.version() == version)
                .findFirst();
        return found.isEmpty() ? Optional.empty() : Optional.of(delete(connection, found.get(), now));
    }

    /** A champion hands over to the one that was the champion before it, or where there was none to the newest challenger. */
    static Deletion delete(final Connection connection, final ModelEntry entry, final Instant now) throws SQLException {
        final Optional<ModelEntry> successor = entry.state() == ModelState.CHAMPION
                ? successor(ofTarget(connection, entry.ontologyId(), entry.target()))
                : Optional.empty();
        Sql.update(connection, "DELETE FROM models WHERE id = ?", entry.id());
        final Map<String, ?> detail = Map.of(
                "ontology_id",
                entry.ontologyId(),
                "target",
                entry.target(),
                "version",
                entry.version(),
                "state",
                entry.state().wireName());
        AuditLog.append(connection, AuditEntry.now(now, "model_deleted", SUBJECT, entry.id(), detail));
        if (successor.isEmpty()) {
            return new Deletion(entry, ModelTable.champion(connection, entry.ontologyId(), entry.target()));
        }
        final ModelEntry champion = promote(
                connection,
                entry.ontologyId(),
                entry.target(),
                successor.get().version(),
                "Champion: version %d was deleted".formatted(entry.version()),
                now);
        return new Deletion(entry, Optional.of(champion));
    }

    private static Optional<ModelEntry> successor(final List<ModelEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.state() == ModelState.RETIRED || entry.state() == ModelState.CHALLENGER)
                .max(Comparator.comparing(
                                ModelEntry::promotedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                        .thenComparing(ModelEntry::version));
    }

    private static List<ModelEntry> ofTarget(final Connection connection, final String ontologyId, final String target)
            throws SQLException {
        return ModelTable.entries(connection, ontologyId).stream()
                .filter(entry -> entry.target().equals(target))
                .toList();
    }

    private static IllegalArgumentException unknown(final String ontologyId, final String target, final int version) {
        return new IllegalArgumentException("There is no version %d of %s, %s".formatted(version, target, ontologyId));
    }

    static void set(
            final Connection connection, final String id, final ModelState state, final String reason, final Instant at)
            throws SQLException {
        Sql.update(connection, "UPDATE models SET state = ?, reason = ? WHERE id = ?", state.wireName(), reason, id);
        final Map<String, ?> detail = Map.of("state", state.wireName(), "reason", reason);
        AuditLog.append(connection, AuditEntry.now(at, STATE_CHANGED, SUBJECT, id, detail));
    }
}
