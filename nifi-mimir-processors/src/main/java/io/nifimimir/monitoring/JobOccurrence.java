/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;

/**
 * A due run of a job, claimed by this process.
 *
 * @param scheduledFor the instant it was due at; with the job's id its identity
 * @param attempt 1 for the first try, counted on after a run that died half-way
 * @param startedAt when it was claimed
 */
public record JobOccurrence(MonitoringJob job, Instant scheduledFor, int attempt, Instant startedAt) {}
