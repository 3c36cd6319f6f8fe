/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.TrainingRepository;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A store on a real file some of whose writes fail while it is told so, as they do on a disk that is full. */
public class FaultyStore extends SqliteMimirStore {
    private volatile Supplier<RuntimeException> fault;

    private volatile Set<String> failing = Set.of();

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    /** @param methods of the repositories that fail from now on */
    void fail(final Supplier<RuntimeException> with, final String... methods) {
        fault = with;
        failing = Set.of(methods);
    }

    void heal() {
        failing = Set.of();
    }

    /** How often a method of the repositories was called. */
    int calls(final String method) {
        return calls.getOrDefault(method, 0);
    }

    @Override
    public void requireRoom() {
        failIfTold("requireRoom");
        super.requireRoom();
    }

    @Override
    public MonitoringRepository monitoring() {
        return faulty(MonitoringRepository.class, super.monitoring());
    }

    @Override
    public AlertRepository alerts() {
        return faulty(AlertRepository.class, super.alerts());
    }

    @Override
    public SchedulerRepository scheduler() {
        return faulty(SchedulerRepository.class, super.scheduler());
    }

    @Override
    public TrainingRepository training() {
        return faulty(TrainingRepository.class, super.training());
    }

    private <T> T faulty(final Class<T> type, final T repository) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.merge(method.getName(), 1, Integer::sum);
                    failIfTold(method.getName());
                    try {
                        return method.invoke(repository, arguments);
                    } catch (final InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void failIfTold(final String method) {
        if (failing.contains(method)) {
            throw fault.get();
        }
    }
}
