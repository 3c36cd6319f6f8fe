/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.StoreView.Point;
import io.nifimimir.sandbox.campaign.SiteReport.Kind;
import io.nifimimir.sandbox.campaign.SiteReport.Precondition;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Files of hourly temperatures with incidents planted in them, the same for the same seed. Districts follow each other, twenty files each:
 * one to learn from, thirteen of new sites, of which each third has a failing fridge, five in which these work again, and one that comes
 * late and repeats what was said before. What has to come of a file does not depend on when NiFi comes to it.
 */
final class Workload {
    static final int FILES_OF_DISTRICT = 20;

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int LAST_NEW_SITES = 13;
    private static final int FILES_BETWEEN_INCIDENTS = 3;
    private static final int TRAINING_HOURS = 14 * 24;
    private static final int HOURS = 72;
    private static final int INCIDENT_FROM = 60;
    private static final int RECOVERY_HOURS = 12;
    private static final int LATE_HOURS = 6;
    private static final long INCIDENT_CENTS = 4_000;

    private final long seed;

    Workload(final long seed) {
        this.seed = seed;
    }

    List<SiteReport> reports(final int count) {
        return IntStream.range(0, count).mapToObj(this::report).toList();
    }

    private SiteReport report(final int index) {
        final String district = "district-%03d".formatted(index / FILES_OF_DISTRICT);
        final int number = index % FILES_OF_DISTRICT;
        if (number == 0) {
            return new SiteReport(
                    trainingFile(district),
                    district,
                    Kind.TRAINING,
                    points(district, 0, 0, TRAINING_HOURS),
                    null,
                    new Precondition.Nothing());
        }
        final String name = "%s.points.%02d.csv".formatted(district, number);
        final Precondition trained = new Precondition.Trained(trainingFile(district));
        if (number <= LAST_NEW_SITES) {
            final String incidentAt = hasIncident(number) ? site(number, 0) : null;
            return new SiteReport(name, district, Kind.POINTS, points(district, number, 0, HOURS), incidentAt, trained);
        }
        if (number < FILES_OF_DISTRICT - 1) {
            final int recovered = 1 + FILES_BETWEEN_INCIDENTS * (number - LAST_NEW_SITES - 1);
            return new SiteReport(
                    name,
                    district,
                    Kind.POINTS,
                    points(district, recovered, HOURS, HOURS + RECOVERY_HOURS),
                    null,
                    new Precondition.Alerted(district, site(recovered, 0)));
        }
        return new SiteReport(name, district, Kind.POINTS, points(district, 2, -LATE_HOURS, LATE_HOURS), null, trained);
    }

    private static String trainingFile(final String district) {
        return district + ".training.csv";
    }

    private static boolean hasIncident(final int file) {
        return file % FILES_BETWEEN_INCIDENTS == 1;
    }

    private static String site(final int file, final int place) {
        return "site-%02d-%s".formatted(file, "abc".charAt(place));
    }

    /** The sites of a file; a value depends on its site and hour alone. */
    private SortedSet<Point> points(final String district, final int file, final int from, final int to) {
        final SortedSet<Point> points = new TreeSet<>(SiteReport.BY_TIME);
        for (int place = 0; place < 3; place++) {
            final String site = site(file, place);
            for (int hour = from; hour < to; hour++) {
                final boolean fails = place == 0 && hasIncident(file) && hour >= INCIDENT_FROM && hour < HOURS;
                points.add(new Point(
                        district,
                        site,
                        "temperature",
                        START.plus(hour, ChronoUnit.HOURS),
                        ((fails ? INCIDENT_CENTS : 0) + cents(district, site, hour)) / 100.0));
            }
        }
        return points;
    }

    private long cents(final String district, final String site, final int hour) {
        final Random random = new Random(seed * 31 + (district + site).hashCode() * 1_009L + hour);
        final double day = StrictMath.sin(hour * 2 * StrictMath.PI / 24);
        return 500 + StrictMath.round(100 * day) + random.nextInt(100);
    }
}
