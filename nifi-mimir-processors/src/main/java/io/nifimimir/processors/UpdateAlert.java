/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertAction;
import io.nifimimir.processors.Verification.Finding;
import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.ReadsAttributes;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.annotation.documentation.UseCase;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.util.StandardValidators;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

@Tags({"mimir", "monitoring", "alert", "acknowledge", "resolve", "dismiss"})
@CapabilityDescription("""
        Writes down what a person does about an alert: acknowledges it, resolves it or dismisses it, with who did it and why. An acknowledged alert
        does not escalate. A resolved one stays silent until its condition has gone and comes back, a dismissed one for all of its incident. Whoever
        was told of an alert is told by MonitorModel of its end. The flowfile goes on with the state that its alert is in now; the same flowfile
        twice changes nothing.""")
@UseCase(
        description = "Acknowledge an alert by a reply to its mail or by a call to a web address",
        keywords = {"reply", "mail", "webhook"},
        configuration = """
                Have the message carry ${mimir.alert.id}, and take it out of the reply into the attribute mimir.alert.id, with ExtractText for a mail or
                from HandleHttpRequest's attributes. Set 'Action' to acknowledge, and 'Actor' to the sender, such as ${email.headers.from}.""")
@InputRequirement(Requirement.INPUT_REQUIRED)
@ReadsAttributes({
    @ReadsAttribute(attribute = MimirAttributes.ALERT_ID, description = "The alert, where no property says another"),
    @ReadsAttribute(attribute = MimirAttributes.ALERT_ACTION, description = MimirAttributes.ALERT_ACTION_DESC),
    @ReadsAttribute(attribute = MimirAttributes.ALERT_ACTOR, description = MimirAttributes.ALERT_ACTOR_DESC),
    @ReadsAttribute(attribute = MimirAttributes.ALERT_NOTE, description = MimirAttributes.ALERT_NOTE_DESC)
})
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.ALERT_STATUS, description = MimirAttributes.ALERT_STATUS_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_SEVERITY, description = MimirAttributes.ALERT_SEVERITY_DESC),
    @WritesAttribute(attribute = MimirAttributes.ALERT_TITLE, description = MimirAttributes.ALERT_TITLE_DESC),
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.ERROR,
            description = "Why nothing was changed: no such alert, or one that is over. Only on failure.")
})
@SeeAlso(MonitorModel.class)
public class UpdateAlert extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor ALERT_ID = new PropertyDescriptor.Builder()
            .name("Alert Id")
            .description(
                    "The alert, or several separated by commas: all of them are changed, or none. Supports attributes.")
            .required(true)
            .defaultValue("${mimir.alert.id}")
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor ACTION = new PropertyDescriptor.Builder()
            .name("Action")
            .description("What is done: acknowledge, resolve or dismiss. Supports attributes.")
            .required(true)
            .defaultValue("${mimir.alert.action:replaceEmpty('acknowledge')}")
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor ACTOR = new PropertyDescriptor.Builder()
            .name("Actor")
            .description("Who does it, as the history of the alert is to name them. Supports attributes.")
            .required(true)
            .defaultValue("${mimir.alert.actor}")
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor NOTE = new PropertyDescriptor.Builder()
            .name("Note")
            .description("Why, in a few words. Supports attributes.")
            .defaultValue("${mimir.alert.note}")
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description(
                    "Flowfiles whose alert is in the state that was asked for, with that state in their attributes")
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description("Flowfiles that name no alert, or one that cannot be brought to that state, unchanged")
            .build();

    static final String UPDATED_COUNTER = "Alerts Updated";

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private static final List<PropertyDescriptor> PROPERTIES =
            List.of(MimirProperties.MIMIR_STORE, ALERT_ID, ACTION, ACTOR, NOTE);
    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, FAILURE);

    private final Clock clock;

    private final StoreWait storeWait = new StoreWait();

    public UpdateAlert() {
        this(Clock.systemUTC());
    }

    UpdateAlert(final Clock clock) {
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
                .step("Find Alert", () -> {
                    final String ids = MimirProperties.evaluate(context, ALERT_ID, attributes);
                    if (ids.isEmpty()) {
                        return Finding.skipped("No alert is named without the attributes of a flowfile");
                    }
                    return Finding.successful(alerts(MimirProperties.store(context), ids).stream()
                            .map(alert -> "%s is %s"
                                    .formatted(alert.title(), alert.status().wireName()))
                            .collect(Collectors.joining("; ")));
                })
                .results();
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        storeWait.attempt(context, session, getLogger(), () -> {
            final FlowFile flowFile = session.get();
            if (flowFile != null) {
                update(context, session, flowFile);
            }
            return true;
        });
    }

    private void update(final ProcessContext context, final ProcessSession session, final FlowFile flowFile) {
        final List<Alert> changed;
        final AlertAction action;
        try {
            action = action(context, flowFile);
            final String ids = MimirProperties.evaluate(context, ALERT_ID, flowFile.getAttributes());
            changed = act(MimirProperties.store(context), ids, action, flowFile);
        } catch (final IllegalArgumentException | IllegalStateException | NoSuchElementException e) {
            final String reason = String.valueOf(e.getMessage());
            getLogger().error("{} changes no alert", flowFile, e);
            final FlowFile refused = session.putAttribute(flowFile, MimirAttributes.ERROR, reason);
            session.getProvenanceReporter().route(refused, FAILURE, reason);
            session.transfer(refused, FAILURE);
            return;
        }
        final Alert first = changed.getFirst();
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.ALERT_STATUS, first.status().wireName());
        attributes.put(MimirAttributes.ALERT_SEVERITY, first.severity().wireName());
        attributes.put(MimirAttributes.ALERT_TITLE, first.title());
        attributes.put(MimirAttributes.ONTOLOGY, first.series().ontologyId());
        final FlowFile updated = session.putAllAttributes(flowFile, attributes);
        session.getProvenanceReporter()
                .route(
                        updated,
                        SUCCESS,
                        "%s %s by %s"
                                .formatted(first.title(), action.kind().event().wireName(), action.by()));
        session.adjustCounter(UPDATED_COUNTER, changed.size(), false);
        session.transfer(updated, SUCCESS);
    }

    private AlertAction action(final ProcessContext context, final FlowFile flowFile) {
        final Map<String, String> attributes = flowFile.getAttributes();
        final String note = MimirProperties.evaluate(context, NOTE, attributes);
        return new AlertAction(
                AlertAction.Kind.ofWireName(MimirProperties.evaluate(context, ACTION, attributes)),
                MimirProperties.evaluate(context, ACTOR, attributes),
                note.isEmpty() ? null : note,
                clock.instant());
    }

    /** All or none, in one transaction. */
    private List<Alert> act(
            final MimirStore store, final String ids, final AlertAction action, final FlowFile flowFile) {
        final AuditOrigin origin = ProcessorOrigin.of(UpdateAlert.class, this, flowFile);
        return origin.run(() -> store.inTransaction(() -> {
            final List<Alert> changed = new ArrayList<>();
            for (final Alert alert : alerts(store, ids)) {
                changed.add(store.alerts().act(alert.id(), action).orElseThrow());
            }
            return changed;
        }));
    }

    private static List<Alert> alerts(final MimirStore store, final String ids) {
        final List<Alert> alerts = new ArrayList<>();
        for (final String id : COMMA.split(ids)) {
            alerts.add(store.alerts()
                    .find(id)
                    .orElseThrow(() -> new NoSuchElementException("There is no alert \"%s\"".formatted(id)))
                    .alert());
        }
        return alerts;
    }
}
