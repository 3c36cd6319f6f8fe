/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.automl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.training.ModelTask;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of a suite, as far as a training may know it.
 *
 * @param train rows to learn from, as CSV
 * @param test rows to predict
 */
record SuiteTable(String name, Path train, Path test, String target, ModelTask task) {

    /** The tables that the file {@code suite.json} of a folder lists. */
    static List<SuiteTable> of(final Path folder) throws IOException {
        final Path suite = folder.resolve("suite.json");
        final List<SuiteTable> tables = new ArrayList<>();
        for (final JsonNode entry : new ObjectMapper().readTree(suite.toFile())) {
            tables.add(new SuiteTable(
                    text(entry, "name", suite),
                    folder.resolve(text(entry, "train", suite)),
                    folder.resolve(text(entry, "test", suite)),
                    text(entry, "target", suite),
                    ModelTask.valueOf(text(entry, "task", suite).toUpperCase(Locale.ROOT))));
        }

        return tables;
    }

    private static String text(final JsonNode entry, final String field, final Path suite) throws IOException {
        if (!entry.path(field).isTextual()) {
            throw new IOException("%s: a table has no text [%s]: %s".formatted(suite, field, entry));
        }

        return entry.path(field).asText();
    }
}
