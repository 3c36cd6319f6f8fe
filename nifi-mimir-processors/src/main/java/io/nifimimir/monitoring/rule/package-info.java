/** Conditions as data: read strictly, printed, and what a rule of forecasts asks. */
package io.nifimimir.monitoring.rule;
