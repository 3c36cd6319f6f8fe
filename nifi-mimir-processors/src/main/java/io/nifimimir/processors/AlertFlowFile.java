/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertMessage;
import io.nifimimir.monitoring.alert.AlertNotice;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Severity;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.ProcessSession;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A message of alerts, at the lengths that a link may carry: full in its content, short in its attributes. */
final class AlertFlowFile {
    private AlertFlowFile() {}

    /** @param channels whom the rules of the alerts name; empty for all */
    static FlowFile create(final ProcessSession session, final AlertMessage message, final List<String> channels) {
        final AlertTransition first = message.first();
        final AlertNotice notice = new AlertNotice(message);
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.ONTOLOGY, first.alert().series().ontologyId());
        attributes.put(MimirAttributes.JOB_ID, first.jobId());
        attributes.put(
                MimirAttributes.ALERT_ID,
                message.transitions().stream()
                        .map(transition -> transition.alert().id())
                        .collect(Collectors.joining(",")));
        attributes.put(
                MimirAttributes.ALERT_COUNT,
                Integer.toString(message.transitions().size()));
        attributes.put(MimirAttributes.ALERT_KEY, message.key());
        attributes.put(MimirAttributes.ALERT_REPEATED, String.valueOf(message.attempts() > 0));
        attributes.put(MimirAttributes.ALERT_EVENT, message.event().wireName());
        attributes.put(MimirAttributes.ALERT_SEVERITY, message.severity().wireName());
        attributes.put(MimirAttributes.ALERT_STATUS, first.to().wireName());
        attributes.put(MimirAttributes.ALERT_CHANNELS, String.join(",", channels));
        attributes.put(MimirAttributes.ALERT_TITLE, notice.title());
        attributes.put(MimirAttributes.ALERT_SMS, notice.sms());
        attributes.put(MimirAttributes.ALERT_DIGEST, notice.digest());
        attributes.put(CoreAttributes.PRIORITY.key(), Integer.toString(priority(message.severity())));
        attributes.put(CoreAttributes.FILENAME.key(), message.key().replace(':', '-') + ".json");
        final FlowFile flowFile = Json.write(session, session.create(), content(message, notice), attributes);
        final String step = message.event().asksForCare() ? "Alert" : "Resolved";
        session.getProvenanceReporter()
                .create(flowFile, "%s (%s): %s".formatted(step, message.event().wireName(), notice.text()));
        return flowFile;
    }

    /** 1 for the most severe, as NiFi's PriorityAttributePrioritizer wants it. */
    private static int priority(final Severity severity) {
        return Severity.values().length - severity.ordinal();
    }

    private static ObjectNode content(final AlertMessage message, final AlertNotice notice) {
        final ObjectNode content = alert(message.first());
        content.put("key", message.key());
        content.put("title", notice.title());
        content.put("message", notice.text());
        content.put("sms", notice.sms());
        content.put("count", message.transitions().size());
        if (message.isGroup()) {
            // What stands for one of them only
            content.retain(
                    "key",
                    "event",
                    "status",
                    "severity",
                    "title",
                    "message",
                    "sms",
                    "count",
                    "ontology_id",
                    "metric_name",
                    "job_id");
            message.transitions()
                    .forEach(transition -> content.withArray("alerts").add(alert(transition)));
        }
        return content;
    }

    private static ObjectNode alert(final AlertTransition transition) {
        final Alert alert = transition.alert();
        final ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("id", alert.id());
        node.put("key", transition.key());
        node.put("event", transition.event().wireName());
        node.put("status", transition.to().wireName());
        node.put("severity", alert.severity().wireName());
        node.put("title", alert.title());
        node.put("message", alert.message());
        node.put("alert_type", alert.alertType());
        node.put("ontology_id", alert.series().ontologyId());
        node.put("entity_id", alert.series().entityId());
        node.put("metric_name", alert.series().metricName());
        node.put("value", alert.lastValue());
        node.put("expected", alert.expected());
        node.put("occurrences", alert.occurrences());
        node.put("since", alert.since().toString());
        node.put("last_seen", alert.lastSeen().toString());
        node.put(
                "resolved_at",
                alert.resolvedAt() == null ? null : alert.resolvedAt().toString());
        node.put("reopened", alert.course().reopened());
        node.put("by", transition.actor());
        node.put("note", transition.note());
        node.put("rule_id", alert.ruleId());
        node.put("job_id", transition.jobId());
        return node;
    }
}
