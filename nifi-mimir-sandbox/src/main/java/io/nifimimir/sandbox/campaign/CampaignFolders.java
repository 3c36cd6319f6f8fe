/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the flow of a campaign takes from and writes to. All but the store stand for what lies outside of the machine whose power goes:
 * what came out there has been said and cannot be taken back.
 *
 * @param outside the folder of all folders but the store
 */
record CampaignFolders(Path outside, Path store) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    Path inbox() {
        return outside.resolve("inbox");
    }

    Path datasets() {
        return outside.resolve("datasets");
    }

    Path reports() {
        return outside.resolve("reports");
    }

    Path runs() {
        return outside.resolve("runs");
    }

    /** One file for each time that the pipeline was triggered. */
    Path triggers() {
        return outside.resolve("triggers");
    }

    /** Alerts behind the filter of repetitions: what reaches a person. */
    Path alerts() {
        return outside.resolve("alerts");
    }

    /** The steps that a message in {@link #alerts} tells of: which of them share one depends on what a run has found together. */
    List<JsonNode> alertSteps(final String fileName) {
        try {
            final JsonNode message = MAPPER.readTree(alerts().resolve(fileName).toFile());
            final List<JsonNode> steps = new ArrayList<>();
            message.path("alerts").forEach(steps::add);
            return steps.isEmpty() ? List.of(message) : steps;
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading the alert " + fileName, e);
        }
    }

    /** Repetitions that the filter has dropped. */
    Path repeated() {
        return outside.resolve("repeated");
    }

    Path failures() {
        return outside.resolve("failures");
    }

    void create() {
        try {
            for (final Path folder : List.of(
                    inbox(), datasets(), reports(), runs(), triggers(), alerts(), repeated(), failures(), store())) {
                Files.createDirectories(folder);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("Making the folders in " + outside, e);
        }
    }
}
