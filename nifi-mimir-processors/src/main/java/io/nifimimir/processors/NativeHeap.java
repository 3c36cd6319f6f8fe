/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.logging.ComponentLog;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The memory that native libraries have asked for. XGBoost gives back all that it has used, but the allocator of Linux (glibc) keeps it
 * for the next who asks, in a pool for each thread, and the process stays as large as it ever was.
 */
final class NativeHeap {
    /** What {@code jcmd PID System.trim_native_heap} calls; there is none but on Linux with glibc. */
    private static final String TRIM = "systemTrimNativeHeap";

    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

    private NativeHeap() {}

    /** Hands back to the machine what is free. Takes some milliseconds, and does nothing where it cannot be done. */
    static void trim(final ComponentLog logger) {
        final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            final ObjectName commands = new ObjectName(COMMANDS);
            if (server.isRegistered(commands)) {
                logger.debug("Native memory: {}", server.invoke(commands, TRIM, null, null));
            }
        } catch (final JMException e) {
            logger.debug("Native memory cannot be handed back here", e);
        }
    }
}
