/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.dashboard.DashboardRepository;
import io.nifimimir.monitoring.MonitoringCatalog;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import io.nifimimir.monitoring.schedule.SchedulerRepository.InterruptedRun;
import io.nifimimir.source.DatasetRepository;
import io.nifimimir.source.TrainingRequests;
import io.nifimimir.store.AuditVerification;
import io.nifimimir.store.SqliteStore;
import io.nifimimir.store.StoreHealth;
import io.nifimimir.store.StoreInspection;
import io.nifimimir.store.StoreListener;
import io.nifimimir.store.StoreSettings;
import io.nifimimir.training.CandidateCheckpoints;
import io.nifimimir.training.ModelCatalog;
import io.nifimimir.training.TrainingRepository;
import org.apache.nifi.annotation.behavior.Restricted;
import org.apache.nifi.annotation.behavior.Restriction;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.annotation.lifecycle.OnDisabled;
import org.apache.nifi.annotation.lifecycle.OnEnabled;
import org.apache.nifi.annotation.lifecycle.OnShutdown;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.RequiredPermission;
import org.apache.nifi.controller.AbstractControllerService;
import org.apache.nifi.controller.ConfigurationContext;
import org.apache.nifi.controller.VerifiableControllerService;
import org.apache.nifi.dbcp.DBCPService;
import org.apache.nifi.distributed.cache.client.AtomicCacheEntry;
import org.apache.nifi.distributed.cache.client.AtomicDistributedMapCacheClient;
import org.apache.nifi.distributed.cache.client.Deserializer;
import org.apache.nifi.distributed.cache.client.Serializer;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.exception.ProcessException;
import org.apache.nifi.reporting.InitializationException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

@Tags({
    "mimir",
    "store",
    "sqlite",
    "models",
    "monitoring",
    "alerts",
    "registry",
    "database",
    "dbcp",
    "cache",
    "audit",
    "backup"
})
@CapabilityDescription("""
        Remembers what must outlive a flowfile: models, training runs, monitoring jobs with their schedules, rules, runs, alerts and time series.
        Kept in one SQLite file on this node. Each change is one transaction that is on the disk before it counts as done, so a power cut loses
        nothing that was acknowledged; what was running when the power went is found on the next start and run again. Takes verified backups, and
        restores the newest one where the file is found damaged. Serves also as a database pool, so that ExecuteSQLRecord can query the store, and
        as a map cache that survives a power cut, so that DetectDuplicate passes an alert on once.""")
@Restricted(
        restrictions =
                @Restriction(
                        requiredPermission = RequiredPermission.WRITE_FILESYSTEM,
                        explanation = "Writes its database and its backups to the folders that the user names"))
public class SqliteMimirStore extends AbstractControllerService
        implements MimirStore, DBCPService, AtomicDistributedMapCacheClient<Long>, VerifiableControllerService {

    static final PropertyDescriptor STORE_DIRECTORY = StoreProperties.STORE_DIRECTORY;

    private volatile SqliteStore store;

    private volatile boolean sqlMayWrite;

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return StoreProperties.ALL;
    }

    @OnEnabled
    public void openStore(final ConfigurationContext context) throws InitializationException {
        final StoreSettings settings = StoreProperties.settings(context);
        sqlMayWrite = context.getProperty(StoreProperties.SQL_ACCESS).asAllowableValue(SqlAccess.class)
                == SqlAccess.READ_AND_WRITE;
        final SqliteStore opened;
        try {
            opened = SqliteStore.open(settings, Clock.systemUTC(), new Bulletins(getLogger()));
        } catch (final IOException | UncheckedIOException e) {
            throw new InitializationException(
                    "The store in [%s] cannot be opened: %s".formatted(settings.directory(), e.getMessage()), e);
        }
        startSchedules(opened);
        store = opened;
        opened.startHousekeeping();
        final StoreHealth health = health();
        getLogger()
                .info(
                        "Store {} is open: schema version {}, {} bytes on {}, a write is on the disk in {} us{}",
                        health.file(),
                        health.schemaVersion(),
                        health.bytes(),
                        health.fileSystem(),
                        health.syncTime().toNanos() / 1_000,
                        health.cutOff() ? "; the last session was cut off" : "");
    }

    private void startSchedules(final SqliteStore opened) {
        final SchedulerRepository.Start start =
                opened.scheduler().start(Clock.systemUTC().instant());
        for (final InterruptedRun run : start.interrupted()) {
            getLogger()
                    .warn(
                            "Run {} of job {}, due at {}, was cut off when NiFi ended; {}",
                            run.attempt(),
                            run.jobId(),
                            run.scheduledFor(),
                            run.again()
                                    ? "it will be run again"
                                    : "it has been so often that its job waits for its next time");
        }
        if (start.toCatchUp() > 0 || start.missed() > 0) {
            getLogger()
                    .warn(
                            "While NiFi was off, {} runs were missed and will be made up for, and {} are recorded as missed",
                            start.toCatchUp(),
                            start.missed());
        }
    }

    /** Also when NiFi stops without disabling its services first. */
    @OnDisabled
    @OnShutdown
    public void closeStore() {
        final SqliteStore open = store;
        store = null;
        if (open != null) {
            try {
                open.close();
            } catch (final IOException | UncheckedIOException e) {
                // What was acknowledged is on the disk already; the next start finds it
                getLogger().warn("The store was not closed cleanly", e);
            }
        }
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ConfigurationContext context,
            final ComponentLog verificationLogger,
            final Map<String, String> variables) {
        final StoreSettings settings = StoreProperties.settings(context);
        final SqliteStore open = store;
        final boolean openHere = open != null && open.isIn(settings.directory());
        return StoreInspection.of(settings, openHere).stream()
                .map(SqliteMimirStore::verificationResult)
                .toList();
    }

    @Override
    public TrainingRepository training() {
        return open().training();
    }

    @Override
    public AlertRepository alerts() {
        return open().alerts();
    }

    @Override
    public MonitoringRepository monitoring() {
        return open().monitoring();
    }

    @Override
    public SchedulerRepository scheduler() {
        return open().scheduler();
    }

    @Override
    public DatasetRepository datasets() {
        return open().datasets();
    }

    @Override
    public TrainingRequests trainingRequests() {
        return open().trainingRequests();
    }

    @Override
    public MonitoringCatalog monitoringCatalog() {
        return open().monitoringCatalog();
    }

    @Override
    public ModelCatalog modelCatalog() {
        return open().modelCatalog();
    }

    @Override
    public DashboardRepository dashboard() {
        return open().dashboard();
    }

    @Override
    public CandidateCheckpoints candidateCheckpoints() {
        return open().candidateCheckpoints();
    }

    @Override
    public <T> T inTransaction(final Work<T> work) {
        return open().inTransaction(work);
    }

    @Override
    public StoreHealth health() {
        try {
            return open().health();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void requireRoom() {
        open().requireRoom();
    }

    @Override
    public AuditVerification verifyAudit() {
        return open().verifyAudit();
    }

    @Override
    public Connection getConnection() {
        try {
            return open().connection(sqlMayWrite);
        } catch (final SQLException e) {
            throw new ProcessException("No connection to the store: " + e.getMessage(), e);
        }
    }

    @Override
    public <K, V> boolean putIfAbsent(
            final K key, final V value, final Serializer<K> keySerializer, final Serializer<V> valueSerializer)
            throws IOException {
        return cache().putIfAbsent(key, value, keySerializer, valueSerializer);
    }

    @Override
    public <K, V> V getAndPutIfAbsent(
            final K key,
            final V value,
            final Serializer<K> keySerializer,
            final Serializer<V> valueSerializer,
            final Deserializer<V> valueDeserializer)
            throws IOException {
        return cache().getAndPutIfAbsent(key, value, keySerializer, valueSerializer, valueDeserializer);
    }

    @Override
    public <K> boolean containsKey(final K key, final Serializer<K> keySerializer) throws IOException {
        return cache().containsKey(key, keySerializer);
    }

    @Override
    public <K, V> void put(
            final K key, final V value, final Serializer<K> keySerializer, final Serializer<V> valueSerializer)
            throws IOException {
        cache().put(key, value, keySerializer, valueSerializer);
    }

    @Override
    public <K, V> V get(final K key, final Serializer<K> keySerializer, final Deserializer<V> valueDeserializer)
            throws IOException {
        return cache().get(key, keySerializer, valueDeserializer);
    }

    @Override
    public <K> boolean remove(final K key, final Serializer<K> keySerializer) throws IOException {
        return cache().remove(key, keySerializer);
    }

    @Override
    public <K, V> V removeAndGet(
            final K key, final Serializer<K> keySerializer, final Deserializer<V> valueDeserializer)
            throws IOException {
        return cache().removeAndGet(key, keySerializer, valueDeserializer);
    }

    @Override
    public <K> Set<K> keySet(final Deserializer<K> keyDeserializer) throws IOException {
        return cache().keySet(keyDeserializer);
    }

    @Override
    public <K, V> AtomicCacheEntry<K, V, Long> fetch(
            final K key, final Serializer<K> keySerializer, final Deserializer<V> valueDeserializer)
            throws IOException {
        return cache().fetch(key, keySerializer, valueDeserializer);
    }

    @Override
    public <K, V> boolean replace(
            final AtomicCacheEntry<K, V, Long> entry,
            final Serializer<K> keySerializer,
            final Serializer<V> valueSerializer)
            throws IOException {
        return cache().replace(entry, keySerializer, valueSerializer);
    }

    /** Of the map cache, which has no connection of its own to close; the store itself closes when it is disabled. */
    @Override
    public void close() {
        getLogger().debug("The map cache of the store stays open for others");
    }

    private StoreMapCache cache() {
        return new StoreMapCache(open().cache());
    }

    private SqliteStore open() {
        final SqliteStore open = store;
        if (open == null) {
            throw new IllegalStateException("The store is not enabled");
        }
        return open;
    }

    private static ConfigVerificationResult verificationResult(final StoreInspection.Finding finding) {
        return new ConfigVerificationResult.Builder()
                .verificationStepName(finding.step())
                .outcome(
                        switch (finding.result()) {
                            case PASSED -> Outcome.SUCCESSFUL;
                            case FAILED -> Outcome.FAILED;
                            case SKIPPED -> Outcome.SKIPPED;
                        })
                .explanation(finding.explanation())
                .build();
    }

    /** What the store does by itself, where people see it. */
    private record Bulletins(ComponentLog logger) implements StoreListener {
        @Override
        public void info(final String message) {
            logger.info(message);
        }

        @Override
        public void warn(final String message, final Throwable cause) {
            if (cause == null) {
                logger.warn(message);
            } else {
                logger.warn(message, cause);
            }
        }
    }
}
