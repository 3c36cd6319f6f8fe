/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.Alert;
import io.nifimimir.monitoring.AlertStatus;
import io.nifimimir.monitoring.AlertTransition;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.ProcessSession;

import java.util.HashMap;
import java.util.Map;

/** The message of an alert that begins or ends. */
final class AlertFlowFile {
    private AlertFlowFile() {}

    static FlowFile create(final ProcessSession session, final AlertTransition transition) {
        final Alert alert = transition.alert();
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
        final FlowFile flowFile = Json.write(session, session.create(), message(transition), attributes);
        final String step = transition.to() == AlertStatus.ACTIVE ? "Alert" : "Resolved";
        session.getProvenanceReporter().create(flowFile, "%s: %s".formatted(step, alert.message()));
        return flowFile;
    }

    private static ObjectNode message(final AlertTransition transition) {
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
}
