/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.StoreView.Point;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One file that is dropped into the inbox.
 *
 * @param ontology the district that the sites of the file belong to
 * @param kind how the flow is to work on it
 * @param points what has to be in the store afterwards, once each
 * @param incidentAt the site that has an incident which lasts, or null
 * @param after what must have come out before this file may be dropped
 */
record SiteReport(
        String name, String ontology, Kind kind, SortedSet<Point> points, String incidentAt, Precondition after) {

    enum Kind {
        /** The first file of a district: AutoTrain learns from it what to watch. */
        TRAINING,
        /** New points of a district that is watched. */
        POINTS
    }

    /** What a file has to wait for, so that what comes out does not depend on how quick the flow is. */
    sealed interface Precondition {
        record Nothing() implements Precondition {}

        /** The district has been trained, so that its rules stand. */
        record Trained(String fileName) implements Precondition {}

        /** The incident of a site was told of, so that its end is news. */
        record Alerted(String ontology, String site) implements Precondition {}
    }

    static final Comparator<Point> BY_TIME =
            Comparator.comparing(Point::timestamp).thenComparing(Point::entity).thenComparing(Point::metric);

    SiteReport {
        Objects.requireNonNull(after, "Precondition required");
        final SortedSet<Point> sorted = new TreeSet<>(BY_TIME);
        sorted.addAll(points);
        points = sorted;
    }

    byte[] csv() {
        final StringBuilder csv = new StringBuilder("time,site,temperature\n");
        for (final Point point : points) {
            csv.append(String.format(Locale.ROOT, "%s,%s,%.2f%n", point.timestamp(), point.entity(), point.value()));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
