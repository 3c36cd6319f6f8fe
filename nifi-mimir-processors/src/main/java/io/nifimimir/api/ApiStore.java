/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import io.nifimimir.monitoring.MonitoringCatalog;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.monitoring.rule.CrossingForecaster;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import io.nifimimir.source.TrainingRequests;
import io.nifimimir.store.StoreHealth;
import io.nifimimir.store.Transactions;
import io.nifimimir.training.ModelCatalog;
import io.nifimimir.training.TrainingRepository;

import java.util.function.Supplier;

/**
 * What the calls are answered from.
 *
 * @param forecaster of the rules of forecasts that are tried
 */
public record ApiStore(
        MonitoringRepository monitoring,
        MonitoringCatalog monitoringCatalog,
        AlertRepository alerts,
        SchedulerRepository scheduler,
        TrainingRepository training,
        ModelCatalog modelCatalog,
        TrainingRequests requests,
        Transactions transactions,
        Supplier<StoreHealth> health,
        CrossingForecaster forecaster) {}
