/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Hourly readings of four vaccine fridges the way a European spreadsheet exports them: byte order mark, semicolons,
 * decimal commas, carriage returns. One fridge fails in the last thirty hours.
 */
final class ColdChainSensors implements SampleFile {

    private static final long SEED = 20_240_301L;
    private static final LocalDateTime FIRST_HOUR = LocalDateTime.of(2024, 3, 1, 0, 0);
    private static final int HOURS = 45 * 24;
    private static final String FAILING_FRIDGE = "KBL-03";
    private static final int FAILING_FOR_HOURS = 30;
    private static final double CLIMB_HOURS = 24;
    private static final double HEALTHY_DEGREES = 5;
    private static final double BROKEN_DEGREES = 17;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final String LINE_END = "\r\n";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final List<Fridge> FRIDGES = List.of(
            new Fridge("KBL-01", 4.6, 3.2),
            new Fridge("KBL-02", 5.1, 2.6),
            new Fridge(FAILING_FRIDGE, 4.9, 2.9),
            new Fridge("KBL-04", 4.3, 3.8));

    private static final String ALL_FRIDGES = "";
    private static final List<Outage> OUTAGES = List.of(
            new Outage(ALL_FRIDGES, LocalDateTime.of(2024, 3, 6, 14, 0), 5, Trace.ROWS_MISSING),
            new Outage("KBL-01", LocalDateTime.of(2024, 3, 12, 21, 0), 5, Trace.ROWS_MISSING),
            new Outage(ALL_FRIDGES, LocalDateTime.of(2024, 3, 17, 2, 0), 7, Trace.ROWS_MISSING),
            new Outage("KBL-02", LocalDateTime.of(2024, 3, 21, 8, 0), 9, Trace.VALUES_BLANK),
            new Outage(ALL_FRIDGES, LocalDateTime.of(2024, 3, 29, 19, 0), 4, Trace.ROWS_MISSING),
            new Outage("KBL-04", LocalDateTime.of(2024, 4, 2, 0, 0), 6, Trace.VALUES_BLANK),
            new Outage(ALL_FRIDGES, LocalDateTime.of(2024, 4, 8, 11, 0), 6, Trace.ROWS_MISSING));

    /** A sensor's own battery goes on writing for so many hours of a power cut. */
    private static final int BATTERY_HOURS = 2;

    @Override
    public String path() {
        return "cold_chain_sensors.csv";
    }

    @Override
    public byte[] content() {
        final List<List<String>> linesByFridge = new ArrayList<>();
        for (int index = 0; index < FRIDGES.size(); index++) {
            linesByFridge.add(linesOf(FRIDGES.get(index), new Chance(SEED + index)));
        }
        final StringBuilder text = new StringBuilder(BYTE_ORDER_MARK)
                .append("timestamp;fridge_id;temperature_c;humidity_pct;door_openings;power_ok")
                .append(LINE_END);
        for (int hour = 0; hour < HOURS; hour++) {
            for (final List<String> lines : linesByFridge) {
                text.append(lines.get(hour));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One entry an hour, with its line end; empty where the row is missing. */
    private static List<String> linesOf(final Fridge fridge, final Chance chance) {
        final List<String> lines = new ArrayList<>();
        double drift = 0;
        double warmth = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            final LocalDateTime time = FIRST_HOUR.plusHours(hour);
            final Outage outage = outageAt(fridge, time);
            drift = 0.6 * drift + 0.16 * chance.normal();
            warmth = outage == null ? 0.6 * warmth : warmth + 0.22;
            final int doors = chance.count(doorsPerHour(fridge, time));
            final double day = Chance.wave(time.getHour() - 9.0, 24);
            final double healthy = fridge.degrees() + 0.5 * day + 0.1 * doors + drift + warmth;

            final int failingHour = hour - (HOURS - FAILING_FOR_HOURS);
            final boolean failing = fridge.id().equals(FAILING_FRIDGE) && failingHour >= 0;
            final double temperature = failing ? failing(failingHour) + 0.5 * drift : healthy;
            final double humidity =
                    47 + 4 * day + 0.9 * doors + 2.0 * warmth + 0.7 * (temperature - healthy) + 1.2 * chance.normal();

            final boolean temperatureLost = chance.happens(0.004) && !failing;
            final boolean humidityLost = chance.happens(0.004);
            final boolean blank = outage != null && outage.trace() == Trace.VALUES_BLANK;
            final boolean silent = outage != null && outage.trace() == Trace.ROWS_MISSING && outage.outlasts(time);
            lines.add(
                    silent
                            ? ""
                            : String.join(
                                            ";",
                                            MINUTE.format(time),
                                            fridge.id(),
                                            blank || temperatureLost ? "" : withComma(temperature),
                                            blank || humidityLost ? "" : withComma(humidity),
                                            blank ? "" : Integer.toString(doors),
                                            outage == null ? "yes" : "no")
                                    + LINE_END);
        }
        return lines;
    }

    /** The compressor is dead while the power is on: a steady climb to the temperature of the room, and no way back. */
    private static double failing(final int hour) {
        final double share = StrictMath.min(1, hour / CLIMB_HOURS);
        return HEALTHY_DEGREES + (BROKEN_DEGREES - HEALTHY_DEGREES) * share;
    }

    private static double doorsPerHour(final Fridge fridge, final LocalDateTime time) {
        final boolean working = time.getHour() >= 8 && time.getHour() < 16;
        if (!working) {
            return 0.04;
        }
        return time.getDayOfWeek() == DayOfWeek.FRIDAY ? 0.4 : fridge.doorsPerHour();
    }

    private static Outage outageAt(final Fridge fridge, final LocalDateTime time) {
        for (final Outage outage : OUTAGES) {
            if (outage.covers(fridge, time)) {
                return outage;
            }
        }
        return null;
    }

    private static String withComma(final double value) {
        return Chance.decimal(value, 1).replace('.', ',');
    }

    /** What is left in the file of the hours without power. */
    private enum Trace {
        ROWS_MISSING,
        VALUES_BLANK
    }

    private record Fridge(String id, double degrees, double doorsPerHour) {}

    private record Outage(String fridge, LocalDateTime from, int hours, Trace trace) {
        boolean covers(final Fridge other, final LocalDateTime time) {
            final boolean affected = fridge.equals(ALL_FRIDGES) || fridge.equals(other.id());
            return affected && !time.isBefore(from) && time.isBefore(from.plusHours(hours));
        }

        boolean outlasts(final LocalDateTime time) {
            return ChronoUnit.HOURS.between(from, time) >= BATTERY_HOURS;
        }
    }
}
