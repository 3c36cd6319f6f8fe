/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.time.Duration;

/**
 * One NiFi with the bundle in extensions/, started by the first test that asks for it and shared by all classes: a start
 * takes about twenty seconds. The canvas is cleared after each test. A test that restarts or kills NiFi starts its own.
 */
final class SharedNiFi implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedNiFi.class);
    private static final Duration READY_DEADLINE = Duration.ofMinutes(3);

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        final Class<?> type = parameter.getParameter().getType();
        return type == NiFiInstance.class || type == NiFiClient.class;
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        final NiFiInstance instance = started(context);
        return parameter.getParameter().getType() == NiFiClient.class ? instance.client() : instance;
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        started(context).client().clearCanvas();
    }

    private static NiFiInstance started(final ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .instance();
    }

    private record Running(NiFiInstance instance) implements AutoCloseable {

        static Running start() {
            return new Running(OwnNiFi.start(TestHomes.fresh("shared"), READY_DEADLINE));
        }

        @Override
        public void close() {
            instance.stop();
        }
    }
}
