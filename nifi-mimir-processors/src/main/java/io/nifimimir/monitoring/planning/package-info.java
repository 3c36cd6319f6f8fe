/** Rules learned from the past, within a budget of false alerts, and the replay that tells when they would have fired. */
package io.nifimimir.monitoring.planning;
