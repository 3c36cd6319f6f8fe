/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRepository.InterruptedRun;
import io.nifimimir.store.SqliteStore;
import io.nifimimir.training.CandidateCheckpoints;
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
import org.apache.nifi.components.PropertyValue;
import org.apache.nifi.components.RequiredPermission;
import org.apache.nifi.context.PropertyContext;
import org.apache.nifi.controller.AbstractControllerService;
import org.apache.nifi.controller.ConfigurationContext;
import org.apache.nifi.controller.VerifiableControllerService;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.util.StandardValidators;
import org.apache.nifi.reporting.InitializationException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

@Tags({"mimir", "store", "sqlite", "models", "monitoring", "alerts", "registry"})
@CapabilityDescription("""
        Remembers what must outlive a flowfile: models, training runs, monitoring jobs with their schedules, rules, runs, alerts and time series.
        Kept in one SQLite file on this node. Each change is one transaction that is on the disk before it counts as done, so a power cut loses
        nothing that was acknowledged; what was running when the power went is found on the next start and run again.""")
@Restricted(
        restrictions =
                @Restriction(
                        requiredPermission = RequiredPermission.WRITE_FILESYSTEM,
                        explanation = "Writes its database to the folder that the user names"))
public class SqliteMimirStore extends AbstractControllerService implements MimirStore, VerifiableControllerService {

    static final PropertyDescriptor STORE_DIRECTORY = new PropertyDescriptor.Builder()
            .name("Store Directory")
            .description("""
                    The folder of the store on a disk of this machine, made where it is missing. A network file system cannot keep the promise that
                    what is written stays written. One NiFi may use a folder at a time.""")
            .required(true)
            .defaultValue("./mimir/store")
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .addValidator(StandardValidators.createDirectoryExistsValidator(true, true))
            .build();

    private static final List<PropertyDescriptor> PROPERTIES = List.of(STORE_DIRECTORY);
    private static final String OPEN_STEP = "Open Store";

    private volatile SqliteStore store;

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return PROPERTIES;
    }

    @OnEnabled
    public void open(final ConfigurationContext context) throws InitializationException {
        final Path directory = directory(context);
        try {
            store = SqliteStore.open(directory, Clock.systemUTC());
        } catch (final IOException | UncheckedIOException e) {
            throw new InitializationException(
                    "The store in [%s] cannot be opened: %s".formatted(directory, e.getMessage()), e);
        }
        for (final InterruptedRun run :
                store.monitoring().recoverInterrupted(Clock.systemUTC().instant())) {
            getLogger()
                    .warn(
                            "Run {} of monitoring job {}, due at {}, was interrupted when NiFi ended; it will be run again",
                            run.attempt(),
                            run.jobId(),
                            run.scheduledFor());
        }
    }

    /** Also when NiFi stops without disabling its services first. */
    @OnDisabled
    @OnShutdown
    public void close() {
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
        final ConfigVerificationResult.Builder result =
                new ConfigVerificationResult.Builder().verificationStepName(OPEN_STEP);
        final Path directory = directory(context);
        try (SqliteStore opened = SqliteStore.open(directory, Clock.systemUTC())) {
            result.outcome(Outcome.SUCCESSFUL)
                    .explanation("Store in [%s] holds %d monitoring jobs"
                            .formatted(
                                    directory.toAbsolutePath(),
                                    opened.monitoring().jobs().size()));
        } catch (final IOException | UncheckedIOException e) {
            verificationLogger.warn("Store in {} cannot be opened", directory, e);
            result.outcome(Outcome.FAILED)
                    .explanation(
                            "Store in [%s] cannot be opened: %s".formatted(directory.toAbsolutePath(), e.getMessage()));
        }
        return List.of(result.build());
    }

    @Override
    public TrainingRepository training() {
        return open().training();
    }

    @Override
    public MonitoringRepository monitoring() {
        return open().monitoring();
    }

    @Override
    public CandidateCheckpoints candidateCheckpoints() {
        return open().candidateCheckpoints();
    }

    @Override
    public <T> T inTransaction(final Work<T> work) {
        return open().inTransaction(work);
    }

    private SqliteStore open() {
        final SqliteStore open = store;
        if (open == null) {
            throw new IllegalStateException("The store is not enabled");
        }
        return open;
    }

    private static Path directory(final PropertyContext context) {
        final PropertyValue value = context.getProperty(STORE_DIRECTORY);
        return Path.of(value.evaluateAttributeExpressions().getValue());
    }
}
