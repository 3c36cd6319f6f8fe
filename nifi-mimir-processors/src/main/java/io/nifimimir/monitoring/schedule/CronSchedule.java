/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When a job runs. Five fields are read as Unix cron; six as Spring's (seconds first), or as Quartz's where a field is {@code ?}; seven
 * as Quartz's. The macros {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly} and {@code @yearly} are known too.
 */
public final class CronSchedule {
    private static final Pattern WEEKDAYS = Pattern.compile(" at ((?:\\p{Lu}\\p{Ll}+day(?:, | and )?)+) days?");
    private static final Pattern DAYS_OF_MONTH = Pattern.compile(" at (\\d[\\d, and]*) days?");
    private static final Pattern MONTHS = Pattern.compile(" at ((?:\\p{Lu}\\p{Ll}+(?:, | and )?)+) months?");

    private final String expression;

    private final Cron cron;

    private final ExecutionTime executionTime;

    private CronSchedule(final String expression, final Cron cron) {
        this.expression = expression;
        this.cron = cron;
        this.executionTime = ExecutionTime.forCron(cron);
    }

    /** @throws IllegalArgumentException where the text is no schedule; the message says why */
    public static CronSchedule parse(final String expression) {
        Objects.requireNonNull(expression, "Cron expression required");
        final String trimmed = expression.strip();
        final String fields = expandMacro(trimmed);
        final CronType type = typeOf(fields, trimmed);
        try {
            final CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type));
            return new CronSchedule(trimmed, parser.parse(fields).validate());
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Cron expression [%s] read as %s: %s".formatted(trimmed, type, e.getMessage()), e);
        }
    }

    /**
     * The first instant of the schedule after the given one, or empty where none follows, as for 30 February. A local time that daylight
     * saving skips is moved behind the gap, so that a daily job has its run on that day too.
     */
    public Optional<Instant> next(final Instant after, final ZoneId zone) {
        final Optional<Instant> regular =
                executionTime.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
        // cron-utils leaves out a local time that does not exist, and a daily job would have no run on that day
        return Stream.of(
                        zone.getRules().previousTransition(after.plusNanos(1)),
                        zone.getRules().nextTransition(after))
                .filter(transition -> transition != null && transition.isGap())
                .map(transition -> nextInGap(after, transition))
                .flatMap(Optional::stream)
                .filter(moved -> regular.isEmpty() || moved.isBefore(regular.get()))
                .min(Comparator.naturalOrder())
                .or(() -> regular);
    }

    /** The last instants of the schedule up to the given one, which may be one of them, in rising order. */
    List<Instant> lastUntil(final Instant until, final ZoneId zone, final int count) {
        final Deque<Instant> last = new ArrayDeque<>();
        Optional<ZonedDateTime> slot = executionTime.lastExecution(
                until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).atZone(zone));
        while (slot.isPresent() && last.size() < count) {
            last.addFirst(slot.get().toInstant());
            slot = executionTime.lastExecution(slot.get());
        }
        return List.copyOf(last);
    }

    /** In English words, such as {@code at 09:00}. */
    public String describe() {
        // The library's words are those of a form: "at 06:15 at Monday day", "at 1 day at January month"
        final String words = CronDescriptor.instance(Locale.ENGLISH).describe(cron);
        final String weekdays = WEEKDAYS.matcher(words).replaceAll(" on $1");
        final String days = DAYS_OF_MONTH.matcher(weekdays).replaceAll(" on day $1 of the month");
        return MONTHS.matcher(days).replaceAll(" in $1");
    }

    public String expression() {
        return expression;
    }

    private Optional<Instant> nextInGap(final Instant after, final ZoneOffsetTransition gap) {
        final LocalDateTime afterBeforeGap = LocalDateTime.ofInstant(after, gap.getOffsetBefore());
        final LocalDateTime gapStart = gap.getDateTimeBefore().minusSeconds(1);
        final LocalDateTime from = afterBeforeGap.isAfter(gapStart) ? afterBeforeGap : gapStart;
        return executionTime
                .nextExecution(from.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime)
                .filter(slot -> slot.isBefore(gap.getDateTimeAfter()))
                .map(slot -> slot.toInstant(gap.getOffsetBefore()));
    }

    private static String expandMacro(final String expression) {
        if (!expression.startsWith("@")) {
            return expression;
        }
        if (expression.toLowerCase(Locale.ROOT).startsWith("@every")) {
            throw new IllegalArgumentException(
                    "Cron macro [%s] counts from a start that a power cut moves; expected times of the clock, such as */15 * * * * for each quarter of an hour"
                            .formatted(expression));
        }
        return switch (expression.toLowerCase(Locale.ROOT)) {
            case "@hourly" -> "0 * * * *";
            case "@daily", "@midnight" -> "0 0 * * *";
            case "@weekly" -> "0 0 * * 0";
            case "@monthly" -> "0 0 1 * *";
            case "@yearly", "@annually" -> "0 0 1 1 *";
            case "@reboot" ->
                throw new IllegalArgumentException(
                        "Cron macro [@reboot] names no time, so none could be missed; expected one such as @hourly or @daily");
            default ->
                throw new IllegalArgumentException(
                        "Unknown cron macro [%s], expected @hourly, @daily, @weekly, @monthly or @yearly"
                                .formatted(expression));
        };
    }

    private static CronType typeOf(final String fields, final String expression) {
        final int count = fields.isEmpty() ? 0 : fields.split("\\s+").length;
        return switch (count) {
            case 5 -> CronType.UNIX;
            case 6 -> fields.contains("?") ? CronType.QUARTZ : CronType.SPRING;
            case 7 -> CronType.QUARTZ;
            default ->
                throw new IllegalArgumentException(
                        "Cron expression [%s] has %d fields, expected 5 (Unix), 6 or 7 (Quartz, Spring)"
                                .formatted(expression, count));
        };
    }
}
