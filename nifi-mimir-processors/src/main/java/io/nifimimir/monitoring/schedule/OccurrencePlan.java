/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about the occurrences of a job that have become due. The newest one is run as a matter of course where no more than
 * {@link #GRACE} has passed since its time: a tick that comes late misses nothing. An older one is late once a further one has become
 * due, and the newest one after the grace; what becomes of those is the job's {@link CatchUp}.
 *
 * @param runs to be run, in order
 * @param missed the span before them that is not run
 * @param next the first instant of the schedule that is not due yet; empty where none follows
 */
public record OccurrencePlan(List<Run> runs, Optional<Missed> missed, Optional<Instant> next) {
    public static final Duration GRACE = Duration.ofMinutes(1);

    /** Two months of a job that runs each minute; counting more would hold up the others. */
    public static final int MAXIMUM_COUNTED = 100_000;

    public OccurrencePlan {
        runs = List.copyOf(runs);
    }

    /** @param overdue nothing ran at its time */
    public record Run(Instant scheduledFor, boolean overdue) {}

    /**
     * @param count occurrences from the first to the last, both counted in
     * @param exact false where there are more than were counted
     */
    public record Missed(Instant first, Instant last, long count, boolean exact) {}

    /** @param firstDue the first instant that nothing has been planned for, not after {@code now} */
    public static OccurrencePlan of(
            final CronSchedule schedule,
            final ZoneId zone,
            final Instant firstDue,
            final Instant now,
            final CatchUp catchUp) {
        final int keep = Math.max(1, catchUp.limit());
        final Deque<Instant> newest = new ArrayDeque<>();
        long count = 0;
        Optional<Instant> slot = Optional.of(firstDue);
        while (slot.isPresent() && !slot.get().isAfter(now) && count < MAXIMUM_COUNTED) {
            newest.addLast(slot.get());
            // One more than is run, since it is the last of those that are not
            if (newest.size() > keep + 1) {
                newest.removeFirst();
            }
            count++;
            slot = schedule.next(slot.get(), zone);
        }
        final boolean exact = slot.isEmpty() || slot.get().isAfter(now);
        if (!exact) {
            newest.clear();
            newest.addAll(schedule.lastUntil(now, zone, keep + 1));
            slot = schedule.next(now, zone);
        }
        return new Counted(firstDue, new ArrayList<>(newest), count, exact, slot).plan(now, catchUp);
    }

    private record Counted(Instant first, List<Instant> newest, long count, boolean exact, Optional<Instant> next) {
        OccurrencePlan plan(final Instant now, final CatchUp catchUp) {
            final boolean newestIsLate = late(newest.getLast(), now);
            final int run = newestIsLate ? catchUp.limit() : Math.max(1, catchUp.limit());
            final int from = Math.max(0, newest.size() - run);
            final List<Run> runs = newest.subList(from, newest.size()).stream()
                    .map(instant -> new Run(instant, late(instant, now)))
                    .toList();
            final long left = count - runs.size();
            final Optional<Missed> missed =
                    left == 0 ? Optional.empty() : Optional.of(new Missed(first, newest.get(from - 1), left, exact));
            return new OccurrencePlan(runs, missed, next);
        }

        private static boolean late(final Instant scheduledFor, final Instant now) {
            return scheduledFor.plus(GRACE).isBefore(now);
        }
    }
}
