/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.anomaly.AnomalyDetector;

/**
 * When a rule raises an alert. Each condition is a record with its JSON form in {@link RuleConditions}; a new kind of rule is a new
 * record here, and the compiler then names each place that must know of it.
 */
public sealed interface RuleCondition {

    /** Name of the rule type in the store and on the wire: {@code threshold}, {@code anomaly}. */
    String ruleType();

    /** {@code {"<": 5}}: alert when the value stands in this relation to the bound. */
    record Comparison(Operator operator, double bound) implements RuleCondition {
        @Override
        public String ruleType() {
            return "threshold";
        }
    }

    /** {@code {"between": [2, 8]}}: alert when the value lies outside of the closed range. */
    record Range(double lower, double upper) implements RuleCondition {
        public Range {
            if (!(lower < upper)) {
                throw new IllegalArgumentException(
                        "A range needs its lower bound first, found [%s, %s]".formatted(lower, upper));
            }
        }

        @Override
        public String ruleType() {
            return "threshold";
        }
    }

    /** {@code {"z_score": 4}}: alert when a value lies this many robust standard deviations from what its own past lets expect. */
    record RobustZScore(double limit) implements RuleCondition {
        public RobustZScore {
            if (!(limit > 0)) {
                throw new IllegalArgumentException("z_score must be greater than 0, found " + limit);
            }
        }

        @Override
        public String ruleType() {
            return "anomaly";
        }
    }

    /**
     * {@code {"anomaly": {}}} or {@code {"anomaly": {"limit": 20}}}: alert when a point is a surprise to the past of its series.
     *
     * @param limit surprise from which on, as {@link AnomalyDetector.Observation#surprise} tells it
     */
    record Anomaly(double limit) implements RuleCondition {
        public Anomaly {
            if (!(limit > 0)) {
                throw new IllegalArgumentException("limit of an anomaly must be greater than 0, found " + limit);
            }
        }

        @Override
        public String ruleType() {
            return "anomaly";
        }
    }

    /**
     * What the store holds in place of a condition, where somebody has changed it by hand. It fails its own rule when that is evaluated,
     * and no other.
     */
    record Unreadable(String json, String reason) implements RuleCondition {
        @Override
        public String ruleType() {
            return "unreadable";
        }
    }

    /** Relation of a value to a bound. */
    enum Operator {
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        Operator(final String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }
}
