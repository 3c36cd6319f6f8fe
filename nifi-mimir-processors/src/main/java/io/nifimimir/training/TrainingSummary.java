/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.TrainingReport.ConsideredTarget;
import io.nifimimir.training.TrainingReport.FailedModel;
import io.nifimimir.training.TrainingReport.TrainedModel;
import io.nifimimir.training.evaluation.ModelScores;
import io.nifimimir.training.table.TrainingTable;

import java.util.List;
import java.util.stream.Collectors;

/** Says in a few sentences what a training came to, and no more than is true. */
final class TrainingSummary {
    private TrainingSummary() {}

    static String of(
            final TrainingTable table,
            final TrainingRequest request,
            final List<TrainedModel> trained,
            final List<FailedModel> failed,
            final List<ConsideredTarget> considered) {
        final StringBuilder summary = new StringBuilder();
        if (trained.isEmpty()) {
            summary.append(Sentences.of(
                    "No model was trained from %s and %s.",
                    Sentences.count(table.rowCount(), "row"), Sentences.count(table.columnCount(), "column")));
        } else {
            summary.append(Sentences.of(
                    "Trained %s from %s: %s.",
                    Sentences.count(trained.size(), "model"),
                    Sentences.count(table.rowCount(), "row"),
                    trained.stream().map(TrainingSummary::describe).collect(Collectors.joining("; "))));
        }

        final long inactive = trained.stream().filter(model -> !model.active()).count();
        if (inactive > 0) {
            summary.append(Sentences.of(
                    " %d of %d not activated, for want of a lead over the naive baseline.", inactive, trained.size()));
        }

        for (final FailedModel model : failed) {
            summary.append(' ')
                    .append(model.targetProperty())
                    .append(" failed: ")
                    .append(model.errorMessage())
                    .append('.');
        }

        if (trained.isEmpty() && failed.isEmpty()) {
            summary.append(' ').append(whyNothing(request, considered));
        }

        if (!table.notice().isEmpty()) {
            summary.append(' ').append(table.notice()).append('.');
        }

        return summary.toString();
    }

    private static String describe(final TrainedModel model) {
        if (ModelTask.FORECASTING.wireName().equals(model.modelType())) {
            return Sentences.of(
                    "%s (%s, MASE %.3f against %.3f seasonal naive)",
                    model.targetProperty(),
                    model.modelType(),
                    model.metrics().get(ForecastTrainer.MEAN_ABSOLUTE_SCALED_ERROR),
                    model.metrics().get(ForecastTrainer.SEASONAL_NAIVE));
        }

        final String score = model.accuracy() != null
                ? Sentences.of(
                        "accuracy %.3f against %.3f naive",
                        model.accuracy(), model.metrics().get("baseline_" + ModelScores.ACCURACY))
                : Sentences.of(
                        "RMSE %.4g against %.4g naive",
                        model.rmse(), model.metrics().get("baseline_" + ModelScores.ROOT_MEAN_SQUARED_ERROR));
        return Sentences.of("%s (%s, %s)", model.targetProperty(), model.modelType(), score);
    }

    private static String whyNothing(final TrainingRequest request, final List<ConsideredTarget> considered) {
        if (considered.isEmpty()) {
            return "The table has no columns.";
        }

        final ConsideredTarget best = considered.getFirst();
        if (best.modelType() == null) {
            return "No column is a target: "
                    + considered.stream()
                            .limit(3)
                            .map(target -> target.column() + " (" + target.reasoning() + ")")
                            .collect(Collectors.joining(", "))
                    + (considered.size() > 3 ? " and others." : ".");
        }

        return Sentences.of(
                "The best target, %s, has a confidence of %.2f, %.2f is asked for: %s.",
                best.column(), best.confidence(), request.minConfidence(), best.reasoning());
    }
}
