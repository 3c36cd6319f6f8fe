/** Points of a metric at a place, what is expected of them, and what is known of their season. */
package io.nifimimir.monitoring.series;
