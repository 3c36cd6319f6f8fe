/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Kills what this Java started and did not stop, so that a test run that is broken off leaves no NiFi behind. */
final class ShutdownKill {

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Set<RunningNiFi> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ShutdownKill::killAll, "kill-nifi"));
    }

    private ShutdownKill() {}

    static void register(final RunningNiFi running) {
        STARTED.add(running);
    }

    private static void killAll() {
        STARTED.stream().filter(RunningNiFi::isAlive).forEach(running -> running.kill(DEADLINE));
    }
}
