/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.Alert;
import io.nifimimir.monitoring.AlertStatus;
import io.nifimimir.monitoring.AlertTransition;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.services.MimirStore;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.TriggerSerially;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.configuration.DefaultSchedule;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.MultiProcessorUseCase;
import org.apache.nifi.annotation.documentation.ProcessorConfiguration;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.util.StandardValidators;
import org.apache.nifi.scheduling.SchedulingStrategy;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

@Tags({"mimir", "monitoring", "alert", "anomaly", "threshold", "schedule", "cron", "time series"})
@CapabilityDescription("""
        Runs the monitoring jobs that are due, each on its own cron schedule, over the series in the store, and sends out alerts as they begin and as
        they end. The schedules live in the store: a run that was missed because the machine was off is made up for, and a run is never made twice.
        An alert is stored with the run that raised it, then sent, and marked as sent only after NiFi has taken it over.""")
@MultiProcessorUseCase(
        description = "Watch the numbers of spreadsheets that are dropped into a folder",
        keywords = {"folder", "spreadsheet", "alert"},
        configurations = {
            @ProcessorConfiguration(
                    processorClass = ConvertToUnifiedDataset.class,
                    configuration = "Leave the defaults; connect 'success' to AutoTrain."),
            @ProcessorConfiguration(
                    processorClass = AutoTrain.class,
                    configuration = "Set 'Mimir Store'. It sets up the monitoring job by itself."),
            @ProcessorConfiguration(
                    processorClass = MonitorModel.class,
                    configuration =
                            "Set the same 'Mimir Store'; connect 'alerts' and 'resolved' to whatever reaches people.")
        })
@InputRequirement(Requirement.INPUT_FORBIDDEN)
@TriggerSerially
@DefaultSchedule(strategy = SchedulingStrategy.TIMER_DRIVEN, period = "5 sec")
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(attribute = MimirAttributes.JOB_ID, description = MimirAttributes.JOB_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.JOB_STATUS, description = MimirAttributes.JOB_STATUS_DESC),
    @WritesAttribute(attribute = MimirAttributes.SCHEDULED_FOR, description = MimirAttributes.SCHEDULED_FOR_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_ID, description = MimirAttributes.ALERT_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_KEY, description = MimirAttributes.ALERT_KEY_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_REPEATED, description = MimirAttributes.ALERT_REPEATED_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_SEVERITY, description = MimirAttributes.ALERT_SEVERITY_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_STATUS, description = MimirAttributes.ALERT_STATUS_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_TITLE, description = MimirAttributes.ALERT_TITLE_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = "Why the run failed. Only on failure."),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC),
    @WritesAttribute(
            attribute = "filename",
            description = "A name made from job and instant, or from the key of the alert")
})
@SeeAlso({AutoTrain.class, ConvertToUnifiedDataset.class})
public class MonitorModel extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor MIMIR_STORE = new PropertyDescriptor.Builder()
            .name("Mimir Store")
            .description("The store that holds the jobs, their rules and the series.")
            .required(true)
            .identifiesControllerService(MimirStore.class)
            .build();

    static final PropertyDescriptor MAXIMUM_RUNS = new PropertyDescriptor.Builder()
            .name("Maximum Runs Per Tick")
            .description(
                    "How many due jobs are run before the results are handed on. The rest follow with the next tick, the earliest first.")
            .required(true)
            .defaultValue("50")
            .addValidator(StandardValidators.POSITIVE_INTEGER_VALIDATOR)
            .build();

    static final Relationship ALERTS = new Relationship.Builder()
            .name("alerts")
            .description("One flowfile for each alert that begins, as JSON")
            .build();

    static final Relationship RESOLVED = new Relationship.Builder()
            .name("resolved")
            .description("One flowfile for each alert that ends, as JSON")
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("A report for each run, as JSON")
            .autoTerminateDefault(true)
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description("A report for each run that failed, with the reason; the job is scheduled again")
            .build();

    static final String RUNS_COUNTER = "Monitoring Runs";
    static final String ALERTS_COUNTER = "Alerts Raised";
    static final String RESOLVED_COUNTER = "Alerts Resolved";

    /** Far more than a tick raises; what is left follows with the next one. */
    private static final int MAXIMUM_TRANSITIONS = 1_000;

    private static final List<PropertyDescriptor> PROPERTIES = List.of(MIMIR_STORE, MAXIMUM_RUNS);
    private static final Set<Relationship> RELATIONSHIPS = Set.of(ALERTS, RESOLVED, SUCCESS, FAILURE);

    private volatile Clock clock = Clock.systemUTC();

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return PROPERTIES;
    }

    @Override
    public Set<Relationship> getRelationships() {
        return RELATIONSHIPS;
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        final ConfigVerificationResult.Builder result =
                new ConfigVerificationResult.Builder().verificationStepName("Read Jobs");
        try {
            final List<MonitoringRepository.ScheduledJob> jobs =
                    store(context).monitoring().jobs();
            final long enabled =
                    jobs.stream().filter(job -> job.job().enabled()).count();
            return List.of(result.outcome(Outcome.SUCCESSFUL)
                    .explanation("The store holds %d jobs, %d of them enabled".formatted(jobs.size(), enabled))
                    .build());
        } catch (final RuntimeException e) {
            verificationLogger.warn("Jobs cannot be read", e);
            return List.of(result.outcome(Outcome.FAILED)
                    .explanation("Jobs cannot be read from the store: " + e.getMessage())
                    .build());
        }
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        final MonitoringRepository repository = store(context).monitoring();
        final int maximumRuns = context.getProperty(MAXIMUM_RUNS).asInteger();
        int runs = 0;
        while (runs < maximumRuns && isScheduled()) {
            // One at a time, so that no claimed run waits behind a long one, or is left when the processor stops
            final List<JobOccurrence> due = repository.claimDue(clock.instant(), 1);
            if (due.isEmpty()) {
                break;
            }
            run(repository, session, due.getFirst());
            runs++;
        }
        final List<AlertTransition> transitions = repository.takeUnsent(MAXIMUM_TRANSITIONS);
        for (final AlertTransition transition : transitions) {
            send(session, transition);
        }
        if (runs == 0 && transitions.isEmpty()) {
            context.yield();
            return;
        }
        final List<String> keys = transitions.stream().map(AlertTransition::key).toList();
        session.commitAsync(() -> repository.markSent(keys, clock.instant()));
    }

    private void run(
            final MonitoringRepository repository, final ProcessSession session, final JobOccurrence occurrence) {
        try {
            final JobRunResult result = new JobRunner(repository, clock).run(occurrence);
            repository.finish(occurrence, result);
            report(session, occurrence, result);
            result.ruleErrors()
                    .forEach(error -> getLogger()
                            .warn(
                                    "Rule {} of job {} failed: {}",
                                    error.ruleId(),
                                    occurrence.job().name(),
                                    error.message()));
        } catch (final RuntimeException e) {
            getLogger()
                    .error(
                            "Run of monitoring job {} due at {} failed",
                            occurrence.job().name(),
                            occurrence.scheduledFor(),
                            e);
            repository.fail(occurrence, clock.instant(), String.valueOf(e.getMessage()));
            reportFailure(session, occurrence, String.valueOf(e.getMessage()));
        }
        session.adjustCounter(RUNS_COUNTER, 1, false);
    }

    private void report(final ProcessSession session, final JobOccurrence occurrence, final JobRunResult result) {
        final ObjectNode report = runReport(occurrence, "success");
        report.put("completed_at", result.completedAt().toString());
        report.put("series_checked", result.seriesChecked());
        report.put("points_evaluated", result.pointsEvaluated());
        report.put("rules_evaluated", result.rulesEvaluated());
        report.put(
                "alerts_created",
                result.transitions().stream()
                        .filter(transition -> transition.to() == AlertStatus.ACTIVE)
                        .count());
        result.ruleErrors()
                .forEach(error -> report.withArray("rule_errors")
                        .addObject()
                        .put("rule_id", error.ruleId())
                        .put("message", error.message()));
        final FlowFile flowFile = write(session, report, runAttributes(occurrence, "success"));
        session.getProvenanceReporter()
                .create(
                        flowFile,
                        "Run of job %s due at %s: %d points of %d series"
                                .formatted(
                                        occurrence.job().name(),
                                        occurrence.scheduledFor(),
                                        result.pointsEvaluated(),
                                        result.seriesChecked()));
        session.transfer(flowFile, SUCCESS);
    }

    private void reportFailure(final ProcessSession session, final JobOccurrence occurrence, final String error) {
        final ObjectNode report = runReport(occurrence, "failed");
        report.put("error_message", error);
        final Map<String, String> attributes = runAttributes(occurrence, "failed");
        attributes.put(MimirAttributes.ERROR, error);
        final FlowFile flowFile = write(session, report, attributes);
        session.getProvenanceReporter()
                .create(
                        flowFile,
                        "Failed run of job %s due at %s"
                                .formatted(occurrence.job().name(), occurrence.scheduledFor()));
        session.transfer(flowFile, FAILURE);
    }

    private static ObjectNode runReport(final JobOccurrence occurrence, final String status) {
        final ObjectNode report = Json.MAPPER.createObjectNode();
        report.put("job_id", occurrence.job().id());
        report.put("job_name", occurrence.job().name());
        report.put("ontology_id", occurrence.job().ontologyId());
        report.put("scheduled_for", occurrence.scheduledFor().toString());
        report.put("attempt", occurrence.attempt());
        report.put("started_at", occurrence.startedAt().toString());
        report.put("status", status);
        return report;
    }

    private static Map<String, String> runAttributes(final JobOccurrence occurrence, final String status) {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.ONTOLOGY, occurrence.job().ontologyId());
        attributes.put(MimirAttributes.JOB_ID, occurrence.job().id());
        attributes.put(MimirAttributes.JOB_STATUS, status);
        attributes.put(MimirAttributes.SCHEDULED_FOR, occurrence.scheduledFor().toString());
        attributes.put(
                CoreAttributes.FILENAME.key(),
                "run-%s-%d-%d.json"
                        .formatted(
                                occurrence.job().id(), occurrence.scheduledFor().toEpochMilli(), occurrence.attempt()));
        return attributes;
    }

    private void send(final ProcessSession session, final AlertTransition transition) {
        final Alert alert = transition.alert();
        final boolean begins = transition.to() == AlertStatus.ACTIVE;
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.ONTOLOGY, alert.series().ontologyId());
        attributes.put(MimirAttributes.JOB_ID, transition.jobId());
        attributes.put(MimirAttributes.ALERT_ID, alert.id());
        attributes.put(MimirAttributes.ALERT_KEY, transition.key());
        attributes.put(MimirAttributes.ALERT_REPEATED, String.valueOf(transition.attempts() > 0));
        attributes.put(MimirAttributes.ALERT_SEVERITY, alert.severity().wireName());
        attributes.put(MimirAttributes.ALERT_STATUS, transition.to().wireName());
        attributes.put(MimirAttributes.ALERT_TITLE, alert.title());
        attributes.put(CoreAttributes.FILENAME.key(), transition.key().replace(':', '-') + ".json");
        final FlowFile flowFile = write(session, alertMessage(transition), attributes);
        session.getProvenanceReporter()
                .create(flowFile, "%s: %s".formatted(begins ? "Alert" : "Resolved", alert.message()));
        session.transfer(flowFile, begins ? ALERTS : RESOLVED);
        session.adjustCounter(begins ? ALERTS_COUNTER : RESOLVED_COUNTER, 1, false);
        if (begins) {
            getLogger().warn("Alert, {}: {}", alert.severity().wireName(), alert.message());
        } else {
            getLogger().info("Alert is over: {}", alert.message());
        }
    }

    private static ObjectNode alertMessage(final AlertTransition transition) {
        final Alert alert = transition.alert();
        final ObjectNode message = Json.MAPPER.createObjectNode();
        message.put("id", alert.id());
        message.put("key", transition.key());
        message.put("status", transition.to().wireName());
        message.put("severity", alert.severity().wireName());
        message.put("title", alert.title());
        message.put("message", alert.message());
        message.put("alert_type", alert.alertType());
        message.put("ontology_id", alert.series().ontologyId());
        message.put("entity_id", alert.series().entityId());
        message.put("metric_name", alert.series().metricName());
        message.put("value", alert.lastValue());
        message.put("expected", alert.expected());
        message.put("occurrences", alert.occurrences());
        message.put("since", alert.since().toString());
        message.put("last_seen", alert.lastSeen().toString());
        message.put(
                "resolved_at",
                alert.resolvedAt() == null ? null : alert.resolvedAt().toString());
        message.put("rule_id", alert.ruleId());
        message.put("job_id", transition.jobId());
        return message;
    }

    private static FlowFile write(
            final ProcessSession session, final ObjectNode content, final Map<String, String> attributes) {
        final FlowFile written = session.write(
                session.create(),
                output -> Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(output, content));
        attributes.put(CoreAttributes.MIME_TYPE.key(), MimirAttributes.JSON);
        return session.putAllAttributes(written, attributes);
    }

    private static MimirStore store(final ProcessContext context) {
        return context.getProperty(MIMIR_STORE).asControllerService(MimirStore.class);
    }
}
