/** From series to alerts: rules, schedules, job runs and the life of an alert. */
package io.nifimimir.monitoring;
