/** Streaming detection of anomalies: what is surprising about a point, from the points before it alone, in little memory. */
package io.nifimimir.monitoring.anomaly;
