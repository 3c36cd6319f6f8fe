/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.dashboard.ModelViews.ModelView;

import java.util.List;

/** What is known of a model as a file to keep: what it is for, where it comes from, and how far it may be trusted. */
final class ModelCard {
    private ModelCard() {}

    static String html(final ModelView view) {
        final ModelRow model = view.model();
        final ReportPage page = new ReportPage("Model of %s, version %d".formatted(model.target(), model.version()));
        page.paragraph(model.reason());
        page.table(
                "The model",
                List.of("What", "Value"),
                List.of(
                        List.of("Dataset", model.ontology()),
                        List.of("State", model.state()),
                        List.of("Task", model.task()),
                        List.of("Made", model.createdAt().toString()),
                        List.of(
                                "Champion since",
                                model.promotedAt() == null
                                        ? "never"
                                        : model.promotedAt().toString()),
                        List.of(
                                "Rows of the data",
                                ReportPage.number(view.provenance().path("row_count"))),
                        List.of("Seed", view.provenance().path("seed").asText()),
                        List.of("Fingerprint of the data", model.dataFingerprint()),
                        List.of("Checksum of the model", model.sha256()),
                        List.of("Made with", view.provenance().path("libraries").toString()),
                        List.of("Made on", view.provenance().path("jvm").asText()),
                        List.of("Identity", model.id())));
        if (!view.report().isEmpty()) {
            TrainingReportPage.describe(page, view.report());
        }
        page.table(
                "Versions",
                List.of("Version", "State", "Why"),
                view.versions().stream()
                        .map(version -> List.of(String.valueOf(version.version()), version.state(), version.reason()))
                        .toList());
        return page.finish();
    }

    /** Such as {@code cold_chain_sensors-humidity_pct-v1}; names come from data, so they are cut down to what every file system takes. */
    static String fileName(final ModelRow model) {
        return "%s-%s-v%d"
                .formatted(model.ontology(), model.target(), model.version())
                .replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
