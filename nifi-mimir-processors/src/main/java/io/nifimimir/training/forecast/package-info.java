/** Forecasts of time series: forecasters against each other in backtests, intervals of measured coverage, time to a threshold. */
package io.nifimimir.training.forecast;
