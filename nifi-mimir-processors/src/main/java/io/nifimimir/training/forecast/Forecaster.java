/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.function.Function;

/**
 * A way to forecast.
 *
 * @param name as reports have it
 * @param fit from a history of which at least one value is not missing; the same history gives the same forecaster
 */
record Forecaster(String name, Function<double[], FittedForecaster> fit) {}
