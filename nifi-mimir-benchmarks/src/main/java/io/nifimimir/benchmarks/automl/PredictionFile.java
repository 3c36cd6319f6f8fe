/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.automl;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.Prediction;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Predictions as the scorer of a suite reads them: a column for each class, or one of numbers. */
final class PredictionFile implements Closeable {
    private static final int ROWS_AT_ONCE = 1_000;

    private final BufferedWriter writer;
    private final ModelScorer scorer;

    private PredictionFile(final BufferedWriter writer, final ModelScorer scorer) {
        this.writer = writer;
        this.scorer = scorer;
    }

    static PredictionFile create(final Path file, final ModelScorer scorer) throws IOException {
        return new PredictionFile(Files.newBufferedWriter(file), scorer);
    }

    void writeAll(final DatasetReader reader) throws IOException {
        final List<String> columns =
                reader.header().columns().stream().map(Column::name).toList();
        final List<String> titles = scorer.task() == ModelTask.REGRESSION ? List.of("prediction") : scorer.classes();
        writer.write(titles.stream()
                .map(title -> '"' + title.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",")));
        writer.newLine();
        final List<Object[]> rows = new ArrayList<>();
        for (Object[] row = reader.next(); row != null; row = reader.next()) {
            rows.add(row.clone());
            if (rows.size() == ROWS_AT_ONCE) {
                write(scorer.predict(columns, rows));
                rows.clear();
            }
        }

        write(scorer.predict(columns, rows));
    }

    private void write(final List<Prediction> predictions) throws IOException {
        for (final Prediction prediction : predictions) {
            writer.write(
                    scorer.task() == ModelTask.REGRESSION
                            ? String.valueOf(prediction.value())
                            : prediction.probabilities().values().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",")));
            writer.newLine();
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
