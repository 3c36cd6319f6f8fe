/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.processors.DatasetIngestion.Ingested;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.ProcessSession;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The report of a run. Its flowfile exists before the run, so that what the run changes is written down with it; where a dataset brought
 * the run about, it is made from that.
 */
final class RunReport {
    private final ProcessSession session;
    private final FlowFile flowFile;
    private final boolean forked;
    private final ObjectNode content = Json.MAPPER.createObjectNode();
    private final Map<String, String> attributes = new HashMap<>();

    private RunReport(final ProcessSession session, final FlowFile flowFile, final boolean forked) {
        this.session = session;
        this.flowFile = flowFile;
        this.forked = forked;
    }

    /** Of a run by the schedule. */
    static RunReport begin(final ProcessSession session) {
        return new RunReport(session, session.create(), false);
    }

    /** Of what a dataset brought about. */
    static RunReport begin(final ProcessSession session, final FlowFile dataset, final DatasetNews news) {
        final RunReport report = new RunReport(session, session.create(dataset), true);
        final Ingested ingested = news.ingested();
        report.content.put("points_received", ingested.received());
        report.content.put("points_changed", ingested.changed());
        report.content.put("series_received", ingested.series());
        report.attributes.put(MimirAttributes.POINTS_RECEIVED, Long.toString(ingested.received()));
        report.attributes.put(MimirAttributes.POINTS_CHANGED, Long.toString(ingested.changed()));
        if (!news.scored().isEmpty()) {
            report.content.put("rows_scored", news.rowsScored());
            final ArrayNode models = report.content.putArray("models_applied");
            news.scored().forEach(scored -> describe(scored, models.addObject()));
            report.attributes.put(MimirAttributes.ROWS_SCORED, Long.toString(news.rowsScored()));
        }
        return report;
    }

    private static void describe(final DatasetScoring.Scored scored, final ObjectNode model) {
        model.put("model_id", scored.entry().id());
        model.put("target", scored.entry().target());
        model.put("version", scored.entry().version());
        model.put("rows", scored.rows());
        model.put("low_confidence", scored.lowConfidence());
        model.put("labelled_rows", scored.labelled());
        model.put("interval_misses", scored.intervalMisses());
        final ArrayNode looks = model.putArray("looks");
        scored.looks()
                .forEach(look -> looks.addObject()
                        .put("rule_id", look.ruleId())
                        .put("at", look.at().toString())
                        .put("breached", look.breached())
                        .put("value", look.value())
                        .putRawValue("finding", new RawValue(look.finding())));
    }

    String uuid() {
        return flowFile.getAttribute(CoreAttributes.UUID.key());
    }

    /** There is nothing to report. */
    void discard() {
        session.remove(flowFile);
    }

    FlowFile success(final JobOccurrence occurrence, final JobRunResult result) {
        run(occurrence, occurrence.occurrence().successStatus().wireName());
        content.put("completed_at", result.completedAt().toString());
        content.put("series_checked", result.seriesChecked());
        content.put("points_evaluated", result.pointsEvaluated());
        content.put("rules_evaluated", result.rulesEvaluated());
        content.put(
                "alerts_created",
                result.transitions().stream()
                        .filter(transition -> transition.event().opens())
                        .count());
        result.ruleErrors()
                .forEach(error -> content.withArray("rule_errors")
                        .addObject()
                        .put("rule_id", error.ruleId())
                        .put("message", error.message()));
        return write("Run of job %s due at %s: %d points of %d series"
                .formatted(
                        occurrence.job().name(),
                        occurrence.scheduledFor(),
                        result.pointsEvaluated(),
                        result.seriesChecked()));
    }

    FlowFile failure(final JobOccurrence occurrence, final String error) {
        run(occurrence, "failed");
        content.put("error_message", error);
        attributes.put(MimirAttributes.ERROR, error);
        return write("Failed run of job %s due at %s".formatted(occurrence.job().name(), occurrence.scheduledFor()));
    }

    /** Points are stored, and no job of their ontology has looked at them. */
    FlowFile stored(final String ontology, final Instant now) {
        content.put("ontology_id", ontology);
        content.put("completed_at", now.toString());
        content.put("status", "stored");
        attributes.put(MimirAttributes.ONTOLOGY, ontology);
        attributes.put(MimirAttributes.JOB_STATUS, "stored");
        attributes.put(CoreAttributes.FILENAME.key(), "points-%s.json".formatted(uuid()));
        return write("Points of ontology %s stored; it has no job that runs now".formatted(ontology));
    }

    private void run(final JobOccurrence occurrence, final String status) {
        content.put("job_id", occurrence.job().id());
        content.put("job_name", occurrence.job().name());
        content.put("ontology_id", occurrence.job().ontologyId());
        content.put("scheduled_for", occurrence.scheduledFor().toString());
        content.put("attempt", occurrence.attempt());
        content.put("missed", occurrence.occurrence().missed());
        content.put("started_at", occurrence.startedAt().toString());
        content.put("status", status);
        attributes.putAll(OccurrenceAttributes.of(occurrence.occurrence()));
        attributes.put(MimirAttributes.ONTOLOGY, occurrence.job().ontologyId());
        attributes.put(MimirAttributes.JOB_STATUS, status);
        attributes.put(
                CoreAttributes.FILENAME.key(),
                "run-%s-%d-%d.json"
                        .formatted(
                                occurrence.job().id(), occurrence.scheduledFor().toEpochMilli(), occurrence.attempt()));
    }

    private FlowFile write(final String details) {
        final FlowFile written = Json.write(session, flowFile, content, attributes);
        if (forked) {
            session.getProvenanceReporter().modifyContent(written, details);
        } else {
            session.getProvenanceReporter().create(written, details);
        }
        return written;
    }
}
