/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

/**
 * A metric of an ontology.
 *
 * @param entities how many series it has
 * @param firstEntity that is shown where none is chosen: one with an open alert before others
 * @param openAlerts of all of them
 */
public record MetricRow(String ontology, String metric, long entities, String firstEntity, long openAlerts) {}
