/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.RowLook;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Instant;
import java.util.Map;

/** Says of each look of a rule what the look itself found. */
final class LookEvaluator implements ConditionEvaluator {
    private final Map<Instant, RowLook> looks;

    private final RuleCondition.OfRows condition;

    private final LookTexts texts;

    LookEvaluator(final RuleCondition.OfRows condition, final Map<Instant, RowLook> looks) {
        this.condition = condition;
        this.looks = looks;
        this.texts = new LookTexts(condition);
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        final ExpectedRange anything = new ExpectedRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);
        return lookAt(point).breached()
                ? new Verdict.Breach(point, anything, point.value(), Verdict.Side.ABOVE)
                : new Verdict.Normal(point, anything, point.value());
    }

    @Override
    public void learn(final SeriesPoint point) {
        // What is expected was learnt at training
    }

    @Override
    public int opensAfter() {
        return condition instanceof final RuleCondition.Drift drift ? drift.looks() : 1;
    }

    @Override
    public String adverb() {
        return "unusually";
    }

    @Override
    public String title(final SeriesKey series, final Verdict.Breach breach) {
        return texts.title(series, lookAt(breach.point()));
    }

    @Override
    public String expected(final Verdict.Breach breach) {
        return texts.expected(lookAt(breach.point()));
    }

    @Override
    public String message(
            final SeriesKey series, final Verdict.Breach breach, final Instant since, final long readings) {
        return texts.message(series, lookAt(breach.point()), since, readings);
    }

    @Override
    public String resolvedMessage(final Alert alert, final SeriesPoint point, final Instant resolvedAt) {
        return texts.resolved(alert, lookAt(point), resolvedAt);
    }

    private RowLook lookAt(final SeriesPoint point) {
        return looks.get(point.timestamp());
    }
}
