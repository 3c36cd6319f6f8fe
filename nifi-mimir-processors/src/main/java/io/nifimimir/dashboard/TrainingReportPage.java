/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The report of a training for people: one file of HTML, made of the report's JSON. */
public final class TrainingReportPage {
    private static final int MOST_ROWS = 50;

    private TrainingReportPage() {}

    /** @param reportJson as AutoTrain gives it out */
    public static String of(final String reportJson) {
        final JsonNode report;
        try {
            report = ViewJson.MAPPER.readTree(reportJson);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        final ReportPage page = new ReportPage(
                "What was learned from " + report.path("ontology_id").asText());
        page.paragraph(report.path("summary").asText());
        page.table(
                "The data",
                List.of("What", "Value"),
                List.of(
                        List.of("Rows", ReportPage.number(report.path("row_count"))),
                        List.of("Columns", ReportPage.number(report.path("column_count"))),
                        List.of("Fingerprint", report.path("data_fingerprint").asText()),
                        List.of("Training", report.path("training_key").asText())));
        report.path("trained_models").forEach(model -> describe(page, model));
        final JsonNode monitoring = report.path("monitoring_setup");
        if (monitoring.isObject()) {
            page.heading("What is watched from now on");
            page.paragraph("Schedule %s, next run %s"
                    .formatted(
                            monitoring.path("cron_schedule").asText(),
                            monitoring.path("next_run").asText("none")));
            page.table(
                    "Rules",
                    List.of("Rule"),
                    stream(monitoring.path("rules_created"))
                            .map(rule -> List.of(rule.asText()))
                            .toList());
        }
        page.heading("Columns that were judged as something to predict");
        page.table(
                "Why each was taken or not",
                List.of("Column", "Taken", "Why"),
                stream(report.path("considered_targets"))
                        .map(target -> List.of(
                                target.path("column").asText(),
                                target.path("chosen").asBoolean() ? "yes" : "no",
                                target.path("reasoning").asText()))
                        .toList());
        page.table(
                "Models that could not be made",
                List.of("Column", "Why"),
                stream(report.path("failed_models"))
                        .map(failed -> List.of(
                                failed.path("target_property").asText(),
                                failed.path("error_message").asText()))
                        .toList());
        return page.finish();
    }

    /** What a report says of one of its models. */
    static void describe(final ReportPage page, final JsonNode model) {
        page.heading("%s, %s by %s"
                .formatted(
                        model.path("target_property").asText(),
                        model.path("model_type").asText(),
                        model.path("learner").asText().replace('_', ' ')));
        page.paragraph(model.path("verdict").asText());
        page.paragraph(model.path("reasoning").asText());
        page.paragraph(model.path("validation").asText());
        page.table(
                "Scores on rows that the training has not seen, beside the naive guess",
                List.of("Score", "Model", "Naive"),
                scores(model));
        page.table(
                "Candidates, the least loss first",
                List.of("Candidate", "Loss", "Spread over folds", "Weight"),
                stream(model.path("leaderboard"))
                        .map(candidate -> List.of(
                                candidate.path("candidate").asText(),
                                ReportPage.number(candidate.path("mean_loss")),
                                ReportPage.number(candidate.path("spread")),
                                ReportPage.number(candidate.path("weight"))))
                        .toList());
        page.table(
                "What it looks at: the loss that shuffling a column adds",
                List.of("Column", "Loss added"),
                importance(model));
        page.table(
                "Made of two columns, since it helps",
                List.of("Feature"),
                stream(model.path("feature_pairs"))
                        .map(pair -> List.of(pair.asText()))
                        .toList());
        page.figure(
                ReportFigures.square(stream(model.path("evaluation").path("predicted_actual"))
                        .map(row -> new ReportFigures.Place(
                                row.path("predicted").doubleValue(),
                                row.path("actual").doubleValue()))
                        .toList()),
                "Rows that it has not seen: predicted from left to right, in truth from bottom to top. On the dashed line a prediction is right");
        page.table("Columns left out", List.of("Column", "Why"), fields(model.path("left_out_columns")));
        page.table(
                "Warnings",
                List.of("Warning"),
                stream(model.path("warnings"))
                        .map(warning -> List.of(warning.asText()))
                        .toList());
    }

    private static List<List<String>> scores(final JsonNode model) {
        final JsonNode metrics = model.path("metrics");
        final List<List<String>> rows = new ArrayList<>();
        metrics.fieldNames().forEachRemaining(name -> {
            if (!name.startsWith("baseline_")) {
                rows.add(List.of(
                        name.replace('_', ' '),
                        ReportPage.number(metrics.path(name)),
                        ReportPage.number(metrics.path("baseline_" + name))));
            }
        });
        return rows;
    }

    private static List<List<String>> importance(final JsonNode model) {
        final List<Map.Entry<String, JsonNode>> columns = new ArrayList<>();
        model.path("evaluation").path("importance").properties().forEach(columns::add);
        columns.sort((one, other) ->
                Double.compare(other.getValue().doubleValue(), one.getValue().doubleValue()));
        return columns.stream()
                .limit(MOST_ROWS)
                .map(column -> List.of(column.getKey(), ReportPage.number(column.getValue())))
                .toList();
    }

    private static List<List<String>> fields(final JsonNode object) {
        return object.properties().stream()
                .limit(MOST_ROWS)
                .map(field -> List.of(field.getKey(), field.getValue().asText()))
                .toList();
    }

    private static Stream<JsonNode> stream(final JsonNode array) {
        final Iterator<JsonNode> elements = array.elements();
        return StreamSupport.stream(((Iterable<JsonNode>) () -> elements).spliterator(), false);
    }
}
