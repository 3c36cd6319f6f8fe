/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

/**
 * How a new model compared with the champion of its time.
 *
 * @param better whether it has less loss on the same held-out rows
 * @param sentence for the report
 */
public record ChampionTrial(String championId, boolean better, String sentence) {}
