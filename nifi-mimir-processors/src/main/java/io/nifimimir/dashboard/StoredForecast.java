/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

/**
 * A model that forecasts a metric.
 *
 * @param content as it is stored
 * @param trusted whether it is the champion, which has shown to be better than a naive forecast
 * @param reason why it has its state, in a sentence
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredForecast(byte[] content, boolean trusted, String reason) {}
