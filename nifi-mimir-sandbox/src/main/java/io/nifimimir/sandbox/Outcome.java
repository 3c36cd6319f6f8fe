/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.ProvenanceEvent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What came out of the quickstart flow, read back from NiFi's provenance and the store. */
final class Outcome {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private final NiFiClient client;
    private final Folders folders;

    Outcome(final NiFiClient client, final Folders folders) {
        this.client = client;
        this.folders = folders;
    }

    String print(final String groupId) {
        final TextTable table =
                new TextTable("File", "Dataset", "Models, scored on held-out rows", "Monitoring", "Alerts");
        final Map<String, Map<String, String>> datasets = datasets(groupId);
        final Set<String> names = new TreeSet<>(Folders.names(folders.originals()));
        try (StoreView store = StoreView.open(folders.store())) {
            for (final String name : names) {
                final String ontology = name.substring(0, name.lastIndexOf('.'));
                if (Folders.names(folders.reports()).contains(Quickstart.reportName(name))) {
                    table.add(
                            name,
                            dataset(store, ontology, datasets.getOrDefault(name, Map.of())),
                            models(store, ontology),
                            jobs(store, ontology),
                            alerts(store, ontology));
                } else {
                    table.add(name, "refused", reason(name), "", "");
                }
            }
        }
        return table.toString();
    }

    /** Attributes of the datasets as they left the conversion, by file name. */
    private Map<String, Map<String, String>> datasets(final String groupId) {
        final Processor convert = client.processors().list(groupId).stream()
                .filter(processor -> processor.type().endsWith(".ConvertToUnifiedDataset"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The flow has no ConvertToUnifiedDataset"));
        final Map<String, Map<String, String>> datasets = new HashMap<>();
        for (final ProvenanceEvent event : client.provenance().ofComponent(convert.id())) {
            if ("CONTENT_MODIFIED".equals(event.eventType())) {
                datasets.putIfAbsent(event.attributes().get("filename"), event.attributes());
            }
        }
        return datasets;
    }

    /** @param attributes empty where NiFi has aged the event out; the store knows most of it as well */
    private static String dataset(final StoreView store, final String ontology, final Map<String, String> attributes) {
        final List<StoreView.Training> trainings = store.trainings().stream()
                .filter(training -> training.ontology().equals(ontology))
                .toList();
        final StringBuilder text = new StringBuilder();
        if (!trainings.isEmpty()) {
            text.append("%,d rows, %d columns%n"
                    .formatted(trainings.getLast().rows(), trainings.getLast().columns()));
        }
        final String frequency = attributes.getOrDefault("mimir.timeseries.frequency", "");
        final String entities = attributes.getOrDefault("mimir.timeseries.entity.columns", "");
        text.append("%d series%s%n".formatted(store.series(ontology), frequency.isEmpty() ? "" : ", " + frequency));
        text.append(entities.isEmpty() ? "" : "by " + entities.replace(",", ", "));
        return text.toString();
    }

    private static String models(final StoreView store, final String ontology) {
        return store.models().stream()
                .filter(model -> model.ontology().equals(ontology))
                .map(Outcome::model)
                .collect(Collectors.joining("\n"));
    }

    private static String model(final StoreView.Model model) {
        final JsonNode metrics = model.metrics();
        final String score = switch (model.task()) {
            case "classification" ->
                "accuracy %s (naive %s)".formatted(number(metrics, "accuracy"), number(metrics, "baseline_accuracy"));
            case "forecasting" ->
                "MASE %s (naive %s)".formatted(number(metrics, "mase"), number(metrics, "baseline_mase"));
            default ->
                "R\u00b2 %s, RMSE %s (naive %s)"
                        .formatted(
                                number(metrics, "r2_score"), number(metrics, "rmse"), number(metrics, "baseline_rmse"));
        };
        return "%s v%d: %s%s"
                .formatted(model.target(), model.version(), score, model.active() ? "" : ", not better, not active");
    }

    private static String number(final JsonNode metrics, final String name) {
        return metrics.has(name)
                ? String.format(Locale.ROOT, "%.3g", metrics.get(name).asDouble())
                : "?";
    }

    private static String jobs(final StoreView store, final String ontology) {
        return store.jobs().stream()
                .filter(job -> job.ontology().equals(ontology))
                .map(job -> "%d rules, [%s]%nlast run: %s%nnext: %s"
                        .formatted(job.rules(), job.cronExpression(), job.lastStatus(), time(job.nextRun())))
                .collect(Collectors.joining("\n"));
    }

    private static String time(final Instant instant) {
        return instant == null ? "none" : MINUTES.format(instant);
    }

    private static String alerts(final StoreView store, final String ontology) {
        final String alerts = store.alerts().stream()
                .filter(alert -> alert.ontology().equals(ontology))
                .map(alert -> "%s: %s%s"
                        .formatted(alert.severity(), alert.message(), alert.resolvedOrDismissed() ? " (over)" : ""))
                .collect(Collectors.joining("\n"));
        return alerts.isEmpty() ? "none" : alerts;
    }

    private String reason(final String name) {
        try {
            final String reason = Files.readString(folders.failures().resolve(name + ".reason.txt"))
                    .strip();
            return reason.length() > 90 ? reason.substring(0, 90) + "\u2026" : reason;
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading why %s was refused".formatted(name), e);
        }
    }
}
