/** When jobs run: cron schedules, what is made up for after a power cut, and whether the clock may be believed. */
package io.nifimimir.monitoring.schedule;
