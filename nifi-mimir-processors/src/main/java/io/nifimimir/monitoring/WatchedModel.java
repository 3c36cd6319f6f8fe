/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

/**
 * A model that rows are watched for.
 *
 * @param classes whether it predicts classes, and not a number
 */
public record WatchedModel(String id, String ontologyId, String target, int version, boolean classes) {}
