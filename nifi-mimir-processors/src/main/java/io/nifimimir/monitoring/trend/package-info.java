/** Whether a series moves one way, and how far. */
package io.nifimimir.monitoring.trend;
