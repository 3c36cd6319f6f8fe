/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.sandbox.Assembly;
import io.nifimimir.sandbox.NiFiInstance;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Tables through a real NiFi of 512 MB of heap in its default settings: each is converted, trained on, and its test rows are predicted by
 * the champion. Takes a folder with a {@code suite.json} that names train and test files, or else all files of a folder.
 */
final class TableCampaign {
    private static final Duration READY = Duration.ofMinutes(4);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MEBI = 20;

    private final Path home;
    private final Path data;
    private final PrintStream out;

    TableCampaign(final Path home, final Path data, final PrintStream out) {
        this.home = home;
        this.data = data;
        this.out = out;
    }

    private record Table(String name, Path train, Path test, String target) {}

    /** @return what did not come through, each in a sentence */
    List<String> run() {
        final Assembly assembly = Assembly.current();
        final NiFiInstance instance = NiFiInstance.builder(home, assembly.lib())
                .extensions(assembly.nar())
                .build()
                .start()
                .awaitReady(READY);
        final List<String> violations = new ArrayList<>();
        try {
            final TableFlow flow = new TableFlow(instance.client(), home);
            out.printf("%-24s %7s  %s%n", "resident at first", memory(instance), "");
            for (final Table table : tables()) {
                try {
                    work(instance, flow, table, violations);
                } catch (final RuntimeException e) {
                    violations.add("%s: %s".formatted(table.name(), e.getMessage()));
                }
            }
            instance.restart(READY);
            out.printf("%-24s %7s%n", "after a restart", memory(instance));
        } finally {
            instance.kill();
        }
        return violations;
    }

    private void work(
            final NiFiInstance instance, final TableFlow flow, final Table table, final List<String> violations) {
        final String fileName = table.name() + suffix(table.train());
        final long start = System.nanoTime();
        final TableFlow.Arrival trained = flow.train(table.train(), fileName);
        final double seconds = (System.nanoTime() - start) / 1e9;
        out.printf("%-24s %7s  %5.1f s  %s%n", table.name(), memory(instance), seconds, trained.relationship());
        if (!trained.relationship().equals("AutoTrain success")) {
            violations.add("%s: %s, %s"
                    .formatted(
                            table.name(),
                            trained.relationship(),
                            trained.flowFile().attributes().get("mimir.error")));
            return;
        }
        final JsonNode report = json(trained.content());
        final List<JsonNode> models = StreamSupport.stream(
                        report.path("trained_models").spliterator(), false)
                .toList();
        models.forEach(model -> out.printf("    %s%n", describe(model)));
        final List<String> targets = models.stream()
                .filter(model -> model.path("state").asText().equals("champion")
                        && !model.path("model_type").asText().equals("forecasting"))
                .map(model -> model.path("target_property").asText())
                .toList();
        if (!table.target().isEmpty() && !targets.contains(table.target())) {
            out.printf("    [%s] is not among the champions: %s%n", table.target(), targets);
        }
        if (targets.isEmpty()) {
            return;
        }
        final String target = targets.contains(table.target()) ? table.target() : targets.getFirst();
        final TableFlow.Arrival applied = flow.apply(table.test(), fileName, target);
        final Map<String, String> attributes = applied.flowFile().attributes();
        out.printf(
                "    %s by version %s of %s: %s rows, %s rejected%n",
                applied.relationship(),
                attributes.get("mimir.model.version"),
                target,
                attributes.get("record.count"),
                attributes.get("mimir.rejected.count"));
        if (!applied.relationship().equals("ApplyModel success")) {
            violations.add("%s: %s, %s".formatted(table.name(), applied.relationship(), attributes.get("mimir.error")));
        }
    }

    private static String describe(final JsonNode model) {
        final boolean regression = model.path("model_type").asText().equals("regression");
        final String score = regression ? "r2_score" : "accuracy";
        return "%s of %s: %s %.3f, %s, %.1f s"
                .formatted(
                        model.path("model_type").asText(),
                        model.path("target_property").asText(),
                        score,
                        model.path(score).asDouble(),
                        model.path("state").asText(),
                        model.path("training_time").asDouble() / 1e9);
    }

    private static String memory(final NiFiInstance instance) {
        return instance.residentMemory().isPresent()
                ? "%,d MB".formatted(instance.residentMemory().getAsLong() >> MEBI)
                : "?";
    }

    private List<Table> tables() {
        final Path suite = data.resolve("suite.json");
        try (Stream<Path> files = Files.list(data)) {
            if (!Files.exists(suite)) {
                return files.filter(TableCampaign::isTable)
                        .sorted()
                        .map(file -> new Table(baseName(file), file, file, ""))
                        .toList();
            }
            final List<Table> tables = new ArrayList<>();
            for (final JsonNode entry : json(Files.readAllBytes(suite))) {
                tables.add(new Table(
                        entry.path("name").asText(),
                        data.resolve(entry.path("train").asText()),
                        data.resolve(entry.path("test").asText()),
                        entry.path("target").asText()));
            }
            return tables;
        } catch (final IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(data), e);
        }
    }

    /** GetFile passes over names with a dot, and would never bring them. */
    private static boolean isTable(final Path file) {
        final String name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.startsWith(".") && !name.endsWith(".md");
    }

    private static JsonNode json(final byte[] content) {
        try {
            return MAPPER.readTree(content);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String baseName(final Path file) {
        final String name = file.getFileName().toString();
        return name.substring(0, name.length() - suffix(file).length());
    }

    private static String suffix(final Path file) {
        final String name = file.getFileName().toString();
        return name.lastIndexOf('.') < 0 ? "" : name.substring(name.lastIndexOf('.'));
    }
}
