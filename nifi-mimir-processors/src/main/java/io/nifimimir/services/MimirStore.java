/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.store.Transactions;
import io.nifimimir.training.CandidateCheckpoints;
import io.nifimimir.training.TrainingRepository;
import org.apache.nifi.controller.ControllerService;

/** What must outlive a flowfile: models, training runs, monitoring jobs, rules, runs, alerts and series. */
public interface MimirStore extends ControllerService, Transactions {

    TrainingRepository training();

    MonitoringRepository monitoring();

    /** What trainings that are not finished have come to. */
    CandidateCheckpoints candidateCheckpoints();
}
