/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON form of conditions on rows. */
final class RowConditions {
    private RowConditions() {}

    static RuleCondition drift(final ConditionFields fields) {
        fields.allow("of", "columns", "min_distance", "min_psi", "significance", "rows", "looks", "season");
        return new RuleCondition.Drift(
                fields.choice(
                        "of",
                        RuleCondition.DriftSubject.values(),
                        RuleCondition.DriftSubject::wireName,
                        RuleCondition.DriftSubject.FEATURES),
                fields.texts("columns"),
                fields.number("min_distance", RuleCondition.Drift.DEFAULT_DISTANCE),
                fields.number("min_psi", RuleCondition.Drift.DEFAULT_STABILITY_INDEX),
                fields.number("significance", RuleCondition.Drift.DEFAULT_SIGNIFICANCE),
                fields.count("rows", RuleCondition.Drift.DEFAULT_ROWS),
                fields.count("looks", RuleCondition.Drift.DEFAULT_LOOKS),
                fields.choice(
                        "season",
                        RuleCondition.ReferenceSeason.values(),
                        RuleCondition.ReferenceSeason::wireName,
                        RuleCondition.ReferenceSeason.AUTO));
    }

    static void put(final RuleCondition.Drift drift, final ObjectNode object) {
        object.put("of", drift.of().wireName());
        if (!drift.columns().isEmpty()) {
            drift.columns().forEach(object.putArray("columns")::add);
        }
        object.put("min_distance", drift.minimumDistance())
                .put("min_psi", drift.minimumStabilityIndex())
                .put("significance", drift.significance())
                .put("rows", drift.rows())
                .put("looks", drift.looks())
                .put("season", drift.season().wireName());
    }

    static RuleCondition performance(final ConditionFields fields) {
        fields.allow("score", "max_drop_percent", "significance", "window_rows", "min_rows");
        return new RuleCondition.Performance(
                fields.has("score") ? fields.text("score") : null,
                fields.number("max_drop_percent", RuleCondition.Performance.DEFAULT_DROP_PERCENT),
                fields.number("significance", RuleCondition.Performance.DEFAULT_SIGNIFICANCE),
                fields.count("window_rows", RuleCondition.Performance.DEFAULT_WINDOW_ROWS),
                fields.count("min_rows", RuleCondition.Performance.DEFAULT_MINIMUM_ROWS));
    }

    static void put(final RuleCondition.Performance performance, final ObjectNode object) {
        if (performance.score() != null) {
            object.put("score", performance.score());
        }
        object.put("max_drop_percent", performance.maximumDropPercent())
                .put("significance", performance.significance())
                .put("window_rows", performance.windowRows())
                .put("min_rows", performance.minimumRows());
    }
}
