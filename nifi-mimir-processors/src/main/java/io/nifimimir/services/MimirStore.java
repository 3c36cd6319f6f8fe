/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.dashboard.DashboardRepository;
import io.nifimimir.monitoring.MonitoringCatalog;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import io.nifimimir.source.DatasetRepository;
import io.nifimimir.source.TrainingRequests;
import io.nifimimir.store.AuditVerification;
import io.nifimimir.store.StoreHealth;
import io.nifimimir.store.Transactions;
import io.nifimimir.training.CandidateCheckpoints;
import io.nifimimir.training.ModelCatalog;
import io.nifimimir.training.TrainingRepository;
import org.apache.nifi.controller.ControllerService;

/** What must outlive a flowfile: models, training runs, monitoring jobs, rules, runs, alerts and series. */
public interface MimirStore extends ControllerService, Transactions {

    TrainingRepository training();

    MonitoringRepository monitoring();

    AlertRepository alerts();

    SchedulerRepository scheduler();

    /** Datasets that flows have put aside under a name. */
    DatasetRepository datasets();

    /** Requests for training that came over HTTP. */
    TrainingRequests trainingRequests();

    /** Jobs and rules for those who look after them. */
    MonitoringCatalog monitoringCatalog();

    /** Models and trainings for those who look after them. */
    ModelCatalog modelCatalog();
    /** What people look at, read only. */
    DashboardRepository dashboard();

    /** @throws java.io.UncheckedIOException where the disk of the store cannot be read */
    StoreHealth health();

    /**
     * Asks whether new data is taken, before work whose result is to be stored.
     *
     * @throws io.nifimimir.store.StoreFullException where the disk has too little room
     * @throws io.nifimimir.store.StoreLostException where the file was deleted or replaced
     */
    void requireRoom();

    /** Reads the whole audit, and names the first entry that does not fit the one before it. */
    AuditVerification verifyAudit();

    /** What trainings that are not finished have come to. */
    CandidateCheckpoints candidateCheckpoints();
}
