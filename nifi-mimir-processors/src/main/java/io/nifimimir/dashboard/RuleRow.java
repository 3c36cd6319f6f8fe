/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.monitoring.rule.RuleCondition;

/** A rule that watches a series. */
public record RuleRow(String id, RuleCondition condition, String severity, String description) {}
