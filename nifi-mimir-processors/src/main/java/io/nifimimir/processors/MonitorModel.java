/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.MonitoringRepository.FailedRule;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository.JobState;
import io.nifimimir.processors.Verification.Finding;
import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
import io.nifimimir.store.StoreFullException;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.ReadsAttributes;
import org.apache.nifi.annotation.behavior.SystemResource;
import org.apache.nifi.annotation.behavior.SystemResourceConsideration;
import org.apache.nifi.annotation.behavior.TriggerSerially;
import org.apache.nifi.annotation.behavior.TriggerWhenEmpty;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.configuration.DefaultSchedule;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.MultiProcessorUseCase;
import org.apache.nifi.annotation.documentation.ProcessorConfiguration;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.annotation.lifecycle.OnScheduled;
import org.apache.nifi.annotation.lifecycle.OnStopped;
import org.apache.nifi.annotation.lifecycle.OnUnscheduled;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.ValidationContext;
import org.apache.nifi.components.ValidationResult;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.util.StandardValidators;
import org.apache.nifi.scheduling.SchedulingStrategy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

@Tags({"mimir", "monitoring", "alert", "anomaly", "threshold", "schedule", "cron", "time series", "drift", "model"})
@CapabilityDescription("""
        Runs the monitoring jobs that are due, each on its own cron schedule, over the series in the store, and sends out alerts as they begin and as
        they end, one message for many places with the same trouble. The schedules live in the store: a run that was missed because the machine was off is made up for, and a run is never made twice.
        A dataset that comes in is stored first, point by point, where it is a time series; the models of its ontology are applied to its rows, to see
        whether these are still like the rows of the training (drift) and, where the truth is there, whether the models still answer as well
        (performance); and it is looked at at once by the jobs of its ontology.
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
@InputRequirement(Requirement.INPUT_ALLOWED)
@TriggerSerially
@TriggerWhenEmpty
@DefaultSchedule(strategy = SchedulingStrategy.TIMER_DRIVEN, period = "5 sec")
@SystemResourceConsideration(
        resource = SystemResource.MEMORY,
        description =
                "The models of an ontology are held while datasets of it come in; the rows pass through in batches")
@ReadsAttributes({
    @ReadsAttribute(
            attribute = "filename",
            description = "Names the ontology where no property or attribute does, and the rows in alerts"),
    @ReadsAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC)
})
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(attribute = MimirAttributes.JOB_ID, description = MimirAttributes.JOB_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.JOB_STATUS, description = MimirAttributes.JOB_STATUS_DESC),
    @WritesAttribute(attribute = MimirAttributes.SCHEDULED_FOR, description = MimirAttributes.SCHEDULED_FOR_DESC),
    @WritesAttribute(attribute = MimirAttributes.CAUGHT_UP, description = MimirAttributes.CAUGHT_UP_DESC),
    @WritesAttribute(attribute = MimirAttributes.ATTEMPT, description = MimirAttributes.ATTEMPT_DESC),
    @WritesAttribute(attribute = MimirAttributes.MISSED, description = MimirAttributes.MISSED_DESC),
    @WritesAttribute(attribute = MimirAttributes.OCCURRENCE_KEY, description = MimirAttributes.OCCURRENCE_KEY_DESC),
    @WritesAttribute(attribute = MimirAttributes.POINTS_RECEIVED, description = MimirAttributes.POINTS_RECEIVED_DESC),
    @WritesAttribute(attribute = MimirAttributes.POINTS_CHANGED, description = MimirAttributes.POINTS_CHANGED_DESC),
    @WritesAttribute(attribute = MimirAttributes.ROWS_SCORED, description = MimirAttributes.ROWS_SCORED_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_ID, description = MimirAttributes.ALERT_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_KEY, description = MimirAttributes.ALERT_KEY_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_REPEATED, description = MimirAttributes.ALERT_REPEATED_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_SEVERITY, description = MimirAttributes.ALERT_SEVERITY_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_STATUS, description = MimirAttributes.ALERT_STATUS_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_EVENT, description = MimirAttributes.ALERT_EVENT_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_COUNT, description = MimirAttributes.ALERT_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_CHANNELS, description = MimirAttributes.ALERT_CHANNELS_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_SMS, description = MimirAttributes.ALERT_SMS_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_DIGEST, description = MimirAttributes.ALERT_DIGEST_DESC),
    @WritesAttribute(attribute = "priority", description = MimirAttributes.PRIORITY_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_TITLE, description = MimirAttributes.ALERT_TITLE_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = "Why the run failed. Only on failure."),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC),
    @WritesAttribute(
            attribute = "filename",
            description = "A name made from job and instant, or from the key of the alert")
})
@SeeAlso({AutoTrain.class, ConvertToUnifiedDataset.class, TriggerPipeline.class, UpdateAlert.class})
public class MonitorModel extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor MAXIMUM_RUNS = new PropertyDescriptor.Builder()
            .name("Maximum Runs Per Tick")
            .description(
                    "How many due jobs are run before the results are handed on. The rest follow with the next tick, the earliest first.")
            .required(true)
            .defaultValue("50")
            .addValidator(StandardValidators.POSITIVE_INTEGER_VALIDATOR)
            .build();

    static final PropertyDescriptor RULES = new PropertyDescriptor.Builder()
            .name("Rules")
            .description("""
                    Rules to watch by, beside those that are in the store already: a JSON array, each rule with ontology_id, metric_name, condition and, \
                    where they are wanted, entity_id, rule_type, severity, alerting and description. A rule that is taken out here is switched off.""")
            .required(false)
            .addValidator(MonitorModel::validateRules)
            .build();

    static final PropertyDescriptor RULES_SCHEDULE = new PropertyDescriptor.Builder()
            .name("Rules Schedule")
            .description(
                    "When these rules are evaluated beside each arrival of new points, as a cron expression in the time zone of NiFi. What is missing is noticed then.")
            .required(true)
            .defaultValue("*/15 * * * *")
            .addValidator(ScheduleValidators.CRON)
            .dependsOn(RULES)
            .build();

    static final Relationship ALERTS = new Relationship.Builder()
            .name("alerts")
            .description(
                    "One flowfile for each message that asks for somebody's care, as JSON: an alert begins, comes back, gets more severe or was acknowledged by nobody in time")
            .build();

    static final Relationship RESOLVED = new Relationship.Builder()
            .name("resolved")
            .description("One flowfile for each message of the end of an alert, by itself or by somebody, as JSON")
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description(
                    "A report for each run, as JSON; for a dataset whose ontology has no job, a report of the points stored and the models applied")
            .autoTerminateDefault(true)
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description(
                    "A report for each run that failed, with the reason; the job is tried again. And each dataset that is no time series and that no model fits, unchanged")
            .build();

    static final String POINTS_COUNTER = "Points Stored";
    static final String ROWS_COUNTER = "Rows Scored";
    static final String RUNS_COUNTER = "Monitoring Runs";
    static final String ALERTS_COUNTER = "Alerts Raised";
    static final String RESOLVED_COUNTER = "Alerts Resolved";

    /** Far more than a tick raises; what is left follows with the next one. */
    private static final int MAXIMUM_TRANSITIONS = 1_000;

    /** So that jobs that are due get their turn where datasets come without end. */
    private static final int MAXIMUM_DATASETS = 100;

    /** Less than NiFi waits for its threads when it stops. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(5);

    private static final List<PropertyDescriptor> PROPERTIES =
            List.of(MimirProperties.MIMIR_STORE, MimirProperties.ONTOLOGY_ID, MAXIMUM_RUNS, RULES, RULES_SCHEDULE);
    private static final Set<Relationship> RELATIONSHIPS = Set.of(ALERTS, RESOLVED, SUCCESS, FAILURE);

    private final Clock clock;

    private final AtomicReference<String> clockDoubt = new AtomicReference<>("");

    private final StoreWait storeWait = new StoreWait();

    private volatile ScorerPool scorers = new ScorerPool();

    /** In milliseconds since 1970. */
    private volatile long stopBy = Long.MAX_VALUE;

    public MonitorModel() {
        this(Clock.systemDefaultZone());
    }

    MonitorModel(final Clock clock) {
        this.clock = clock;
    }

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
        return new Verification(verificationLogger)
                .step("Read Jobs", () -> {
                    final List<SchedulerJob> jobs = MimirProperties.store(context).scheduler().jobs().stream()
                            .map(JobState::job)
                            .filter(job -> job.type() == JobType.MONITORING)
                            .toList();
                    return Finding.successful("The store holds %d jobs, %d of them enabled"
                            .formatted(
                                    jobs.size(),
                                    jobs.stream().filter(SchedulerJob::enabled).count()));
                })
                .step("Evaluate Rules", () -> {
                    final List<FailedRule> failed =
                            MimirProperties.store(context).monitoring().failedRules();
                    return failed.isEmpty()
                            ? Finding.successful("No rule has failed")
                            : Finding.failed(failed.stream()
                                    .map(rule -> "Rule %s has failed since %s: %s"
                                            .formatted(rule.ruleId(), rule.since(), rule.reason()))
                                    .collect(Collectors.joining("; ")));
                })
                .step(
                        "Dry Run",
                        () -> new DryRunVerification(
                                        MimirProperties.store(context).monitoring())
                                .find(MimirProperties.ontology(context, attributes)))
                .results();
    }

    private static ValidationResult validateRules(
            final String subject, final String input, final ValidationContext context) {
        final ValidationResult.Builder result =
                new ValidationResult.Builder().subject(subject).input(input);
        try {
            return result.valid(true)
                    .explanation(DeclaredRules.parse(input, "").describe())
                    .build();
        } catch (final IllegalArgumentException e) {
            return result.valid(false).explanation(e.getMessage()).build();
        }
    }

    @OnScheduled
    public void schedule(final ProcessContext context) {
        stopBy = Long.MAX_VALUE;
        clockDoubt.set("");
        scorers = new ScorerPool();
        final MimirStore store = MimirProperties.store(context);
        final DeclaredRules declared =
                DeclaredRules.parse(context.getProperty(RULES).getValue(), getIdentifier());
        final String schedule = context.getProperty(RULES).isSet()
                ? context.getProperty(RULES_SCHEDULE).getValue()
                : RULES_SCHEDULE.getDefaultValue();
        new AuditOrigin(actor(), null)
                .run(() -> store.inTransaction(() -> {
                    declared.save(store.monitoring(), schedule, clock.getZone(), clock.instant());
                    return null;
                }));
    }

    @OnStopped
    public void closeScorers() {
        scorers.close();
    }

    private String actor() {
        return ProcessorOrigin.actor(MonitorModel.class, this);
    }

    /** No run begins from here on; one that has begun gets a while to end. */
    @OnUnscheduled
    public void unschedule() {
        stopBy = clock.millis() + TIME_TO_END.toMillis();
    }

    private boolean keepGoing() {
        return clock.millis() < stopBy;
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        storeWait.attempt(context, session, getLogger(), () -> monitor(context, session));
    }

    /** @return whether the store took all that there was */
    private boolean monitor(final ProcessContext context, final ProcessSession session) {
        final MimirStore store = MimirProperties.store(context);
        if (!ClockDoubt.none(store.scheduler(), clock, clockDoubt, getLogger())) {
            context.yield();
            return false;
        }
        final MonitorSession monitor =
                new MonitorSession(store, session, getLogger(), clock, this::keepGoing, storeWait, scorers, actor());
        boolean worked = false;
        boolean taken = true;
        // The tick is that of the schedules; what waits in the queue need not wait for the next one
        for (int datasets = 0; taken && datasets < MAXIMUM_DATASETS && isScheduled(); datasets++) {
            final FlowFile dataset = session.get();
            if (dataset == null) {
                break;
            }
            final String ontology = MimirProperties.ontology(context, dataset.getAttributes());
            try {
                if (!monitor.observe(dataset, ontology)) {
                    context.yield();
                    return false;
                }
                monitor.sendUnsent(MAXIMUM_TRANSITIONS);
                worked = true;
            } catch (final StoreFullException e) {
                // Its points wait in their queue; what the store holds is looked at all the same
                session.rollback();
                storeWait.tell(getLogger(), e);
                taken = false;
            }
        }
        final int maximumRuns = context.getProperty(MAXIMUM_RUNS).asInteger();
        worked |= monitor.runDue(maximumRuns, this::isScheduled);
        worked |= monitor.sendUnsent(MAXIMUM_TRANSITIONS);
        if (!worked || !taken) {
            context.yield();
        }
        return taken;
    }
}
