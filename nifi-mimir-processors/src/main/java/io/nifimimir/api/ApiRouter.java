/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import io.nifimimir.source.RefusedRequestException;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what answers a request. */
public final class ApiRouter {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final List<Route> routes;
    private final long maximumBytes;
    private final Clock clock;

    private ApiRouter(final List<Route> routes, final long maximumBytes, final Clock clock) {
        this.routes = List.copyOf(routes);
        this.maximumBytes = maximumBytes;
        this.clock = clock;
    }

    /** @param maximumBytes of a request's body */
    public static ApiRouter over(final ApiStore store, final long maximumBytes, final Clock clock) {
        final List<Route> routes = new ArrayList<>();
        List.of(
                        new TrainingResource(store),
                        new MonitoringJobsResource(store),
                        new MonitoringRulesResource(store),
                        new OntologyAlertingResource(store),
                        new AlertsResource(store),
                        new SilencesResource(store),
                        new SchedulerJobsResource(store),
                        new ModelsResource(store),
                        new HealthResource(store),
                        new UnsupportedCalls())
                .forEach(resource -> routes.addAll(resource.routes()));
        return new ApiRouter(routes, maximumBytes, clock);
    }

    /**
     * Answers a request; a refusal is an answer too.
     *
     * @throws RuntimeException where the store fails
     */
    public ApiAnswer answer(final ApiRequest request) throws IOException {
        try {
            return route(request);
        } catch (final RefusedRequestException e) {
            return ApiAnswer.error(e);
        }
    }

    private ApiAnswer route(final ApiRequest request) throws IOException, RefusedRequestException {
        final Set<String> otherMethods = new TreeSet<>();
        for (final Route route : routes) {
            final Optional<Map<String, String>> values = route.match(request.path());
            if (values.isPresent() && route.method().equals(request.method())) {
                requireReadable(request);
                return route.handler().answer(new Call(request, values.get(), clock.instant()));
            }
            values.ifPresent(matched -> otherMethods.add(route.method()));
        }
        if (otherMethods.isEmpty()) {
            throw RefusedRequestException.notFound("", "There is nothing at %s".formatted(request.path()));
        }
        throw new RefusedRequestException(
                405,
                "",
                "%s does not take %s, accepted are %s"
                        .formatted(request.path(), request.method(), String.join(", ", otherMethods)));
    }

    /** A body of another kind would be read as one of JSON; and a page of another site can send one of JSON only where it is let. */
    private void requireReadable(final ApiRequest request) throws RefusedRequestException {
        if (request.bodyBytes() > maximumBytes) {
            throw new RefusedRequestException(
                    413,
                    "",
                    "The body has %,d bytes, at most %,d are taken".formatted(request.bodyBytes(), maximumBytes));
        }
        final String type = request.header("content-type").split(";", -1)[0].strip();
        final boolean empty = request.bodyBytes() == 0 && type.isEmpty();
        if (WITH_BODY.contains(request.method()) && !empty && !type.equalsIgnoreCase("application/json")) {
            throw new RefusedRequestException(
                    415, "", "Expected the header Content-Type: application/json, found [%s]".formatted(type));
        }
    }
}
