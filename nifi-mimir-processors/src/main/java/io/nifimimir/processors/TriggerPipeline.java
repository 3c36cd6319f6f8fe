/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.schedule.Occurrence;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Selection;
import io.nifimimir.processors.Verification.Finding;
import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
import org.apache.nifi.annotation.behavior.DynamicProperty;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.configuration.DefaultSchedule;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.annotation.documentation.UseCase;
import org.apache.nifi.annotation.lifecycle.OnScheduled;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.expression.ExpressionLanguageScope;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

@Tags({"mimir", "schedule", "cron", "timer", "trigger", "catch up", "durable", "pipeline"})
@CapabilityDescription("""
        Starts flows on schedules that outlive a power cut: sends one flowfile for each due occurrence of each enabled pipeline job. What was missed
        while the machine was off is recorded and made up for, as the job says. An occurrence is claimed in the store before its flowfile is made, and
        ends only after NiFi has taken that over; should a crash fall in between, the flowfile is repeated with the same key.""")
@UseCase(
        description = "Start a flow each morning at six, and after a power cut as soon as there is power again",
        keywords = {"cron", "daily", "power cut"},
        configuration = """
                Add a property named after the flow, such as 'morning-report', with the value '0 6 * * *', and set 'Time Zone'.
                Connect 'success' to the first processor of the flow.""")
@InputRequirement(Requirement.INPUT_FORBIDDEN)
@DefaultSchedule(strategy = SchedulingStrategy.TIMER_DRIVEN, period = "5 sec")
@DynamicProperty(
        name = "Id of a pipeline",
        value = "A cron expression: five fields (Unix), six or seven (Quartz, Spring), or a macro such as @daily",
        description =
                "Declares a pipeline job here, in 'Time Zone' and with 'Catch-Up'. It is kept in the store; without the property it is switched off.")
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.JOB_ID, description = MimirAttributes.JOB_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.JOB_NAME, description = MimirAttributes.JOB_NAME_DESC),
    @WritesAttribute(attribute = MimirAttributes.PIPELINE_ID, description = MimirAttributes.PIPELINE_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.SCHEDULED_FOR, description = MimirAttributes.SCHEDULED_FOR_DESC),
    @WritesAttribute(attribute = MimirAttributes.CAUGHT_UP, description = MimirAttributes.CAUGHT_UP_DESC),
    @WritesAttribute(attribute = MimirAttributes.MISSED, description = MimirAttributes.MISSED_DESC),
    @WritesAttribute(attribute = MimirAttributes.ATTEMPT, description = MimirAttributes.ATTEMPT_DESC),
    @WritesAttribute(attribute = MimirAttributes.OCCURRENCE_KEY, description = MimirAttributes.OCCURRENCE_KEY_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.OCCURRENCE_REPEATED,
            description = MimirAttributes.OCCURRENCE_REPEATED_DESC),
    @WritesAttribute(attribute = "filename", description = "A name made from pipeline and instant")
})
@SeeAlso(MonitorModel.class)
public class TriggerPipeline extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor PIPELINE_IDS = new PropertyDescriptor.Builder()
            .name("Pipeline IDs")
            .description(
                    "The pipelines to start, separated by commas. Without a value: those declared here, or all where none is.")
            .addValidator(StandardValidators.NON_BLANK_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .build();

    static final PropertyDescriptor TIME_ZONE = new PropertyDescriptor.Builder()
            .name("Time Zone")
            .description("The time zone of the schedules that are declared here, such as Asia/Kabul.")
            .required(true)
            .defaultValue("UTC")
            .addValidator(ScheduleValidators.ZONE)
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .build();

    static final PropertyDescriptor CATCH_UP = new PropertyDescriptor.Builder()
            .name("Catch-Up")
            .description("What becomes of occurrences that were missed, of the jobs that are declared here.")
            .required(true)
            .allowableValues(CatchUpMode.class)
            .defaultValue(CatchUpMode.RUN_ONCE)
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("One flowfile without content for each due occurrence")
            .build();

    static final String OCCURRENCES_COUNTER = "Pipelines Triggered";

    /** More follow with the next tick. */
    private static final int MAXIMUM_OCCURRENCES = 1_000;

    private static final List<PropertyDescriptor> PROPERTIES =
            List.of(MimirProperties.MIMIR_STORE, PIPELINE_IDS, TIME_ZONE, CATCH_UP);

    private final Clock clock;

    private final AtomicReference<String> clockDoubt = new AtomicReference<>("");

    private final StoreWait storeWait = new StoreWait();

    private volatile Selection selection;

    public TriggerPipeline() {
        this(Clock.systemUTC());
    }

    TriggerPipeline(final Clock clock) {
        this.clock = clock;
    }

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return PROPERTIES;
    }

    @Override
    protected PropertyDescriptor getSupportedDynamicPropertyDescriptor(final String propertyDescriptorName) {
        return new PropertyDescriptor.Builder()
                .name(propertyDescriptorName)
                .description("When pipeline %s is started, as a cron expression".formatted(propertyDescriptorName))
                .dynamic(true)
                .addValidator(ScheduleValidators.CRON)
                .build();
    }

    @Override
    public Set<Relationship> getRelationships() {
        return Set.of(SUCCESS);
    }

    /** Brings the store in line with what is declared here. */
    @OnScheduled
    public void declare(final ProcessContext context) {
        clockDoubt.set("");
        final DeclaredPipelines declared = DeclaredPipelines.of(context, getIdentifier());
        final MimirStore store = MimirProperties.store(context);
        final Instant now = clock.instant();
        origin(null)
                .run(() -> store.inTransaction(() -> {
                    declared.save(store.scheduler(), now);
                    return null;
                }));
        selection = declared.selection();
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        return new Verification(verificationLogger)
                .step("Read Schedules", () -> {
                    final String next = DeclaredPipelines.of(context, getIdentifier())
                            .describe(MimirProperties.store(context).scheduler(), clock.instant());
                    return next.isEmpty()
                            ? Finding.skipped("There is no enabled pipeline job")
                            : Finding.successful(next);
                })
                .results();
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        storeWait.attempt(context, session, getLogger(), () -> triggerDue(context, session));
    }

    /** @return whether the store took all that there was */
    private boolean triggerDue(final ProcessContext context, final ProcessSession session) {
        final MimirStore store = MimirProperties.store(context);
        final SchedulerRepository scheduler = store.scheduler();
        if (!ClockDoubt.none(scheduler, clock, clockDoubt, getLogger())) {
            context.yield();
            return false;
        }
        final List<Occurrence> due =
                origin(null).run(() -> scheduler.claimDue(selection, clock.instant(), MAXIMUM_OCCURRENCES));
        if (due.isEmpty()) {
            context.yield();
            return true;
        }
        try {
            final Map<Occurrence, String> flowFileUuids = new HashMap<>();
            for (final Occurrence occurrence : due) {
                flowFileUuids.put(occurrence, trigger(session, occurrence).getAttribute(CoreAttributes.UUID.key()));
            }
            session.adjustCounter(OCCURRENCES_COUNTER, due.size(), false);
            session.commitAsync(
                    () -> storeWait.write(getLogger(), () -> finish(store, due, flowFileUuids)),
                    cause -> release(scheduler, due, cause));
            return true;
        } catch (final RuntimeException e) {
            release(scheduler, due, e);
            throw e;
        }
    }

    private void release(final SchedulerRepository scheduler, final List<Occurrence> due, final Throwable cause) {
        final String reason = String.valueOf(cause.getMessage());
        storeWait.write(
                getLogger(),
                () -> origin(null).run(() -> {
                    scheduler.release(due, clock.instant(), reason);
                    return null;
                }));
    }

    private FlowFile trigger(final ProcessSession session, final Occurrence occurrence) {
        final SchedulerJob job = occurrence.job();
        final Map<String, String> attributes = OccurrenceAttributes.of(occurrence);
        attributes.put(MimirAttributes.PIPELINE_ID, job.pipelineId());
        attributes.put(MimirAttributes.OCCURRENCE_REPEATED, String.valueOf(occurrence.attempt() > 1));
        attributes.put(
                CoreAttributes.FILENAME.key(),
                "%s-%d".formatted(job.pipelineId(), occurrence.scheduledFor().toEpochMilli()));
        final FlowFile flowFile = session.putAllAttributes(session.create(), attributes);
        session.getProvenanceReporter()
                .create(
                        flowFile,
                        "Pipeline %s due at %s%s"
                                .formatted(
                                        job.pipelineId(),
                                        occurrence.scheduledFor(),
                                        occurrence.overdue() ? ", caught up on" : ""));
        session.transfer(flowFile, SUCCESS);
        return flowFile;
    }

    /** In one transaction, so that a thousand occurrences cost one wait for the disk. */
    private void finish(
            final MimirStore store, final List<Occurrence> occurrences, final Map<Occurrence, String> flowFileUuids) {
        final Instant now = clock.instant();
        store.inTransaction(() -> {
            for (final Occurrence occurrence : occurrences) {
                origin(flowFileUuids.get(occurrence)).run(() -> {
                    store.scheduler().finish(occurrence, now);
                    return null;
                });
            }
            return null;
        });
    }

    private AuditOrigin origin(final String flowFileUuid) {
        return new AuditOrigin(ProcessorOrigin.actor(TriggerPipeline.class, this), flowFileUuid);
    }
}
