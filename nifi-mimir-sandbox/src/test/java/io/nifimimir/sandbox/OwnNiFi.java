/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/** A NiFi with the bundle for one test alone, such as one that kills it; the others share one, see {@link SharedNiFi}. */
final class OwnNiFi {
    private OwnNiFi() {}

    /** Starts it in a home, and waits until it answers. */
    static NiFiInstance start(final Path home, final Duration deadline) {
        final Assembly assembly = Assembly.current();
        return NiFiInstance.builder(home, assembly.lib())
                .extensions(assembly.nar())
                .build()
                .start()
                .awaitReady(deadline);
    }
}
