/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Daily stock of three warehouses: day before month, codes and phone numbers that start with zeros, quoted names, and
 * one stock that runs out because its deliveries stopped.
 */
final class StockLevels implements SampleFile {

    static final String HEADER = "date,warehouse,item_code,item,stock,received,issued,unit_cost,supplier_phone";

    private static final long SEED = 20_240_501L;
    /** The first days of a month: until the 13th nothing tells the day from the month. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 5, 1);

    private static final int DAYS = 180;
    private static final int DAYS_BETWEEN_DELIVERIES = 14;
    private static final int DAYS_OF_TARGET_STOCK = 35;
    private static final String RUNNING_OUT_WAREHOUSE = "Camp South";
    private static final String RUNNING_OUT_CODE = "00123";
    private static final LocalDate NO_DELIVERY_FROM = LocalDate.of(2024, 10, 2);
    private static final LocalDate OUTBREAK_FROM = LocalDate.of(2024, 10, 16);
    private static final DateTimeFormatter DAY_FIRST = DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);
    private static final String NOT_KNOWN = "N/A";

    private static final List<Warehouse> WAREHOUSES = List.of(
            new Warehouse("Central Depot, \"Gate 2\"", 1.6),
            new Warehouse(RUNNING_OUT_WAREHOUSE, 1.0),
            new Warehouse("River District", 0.7));

    private static final List<Item> ITEMS = List.of(
            new Item(RUNNING_OUT_CODE, "Oral rehydration salts, 20.5 g", 60, 0.11, "0700000412"),
            new Item("00207", "Water tablets, 67 mg", 110, 0.04, "0700000518"),
            new Item("00311", "Blanket \"high thermal\"", 9, 6.85, "0093700000623"),
            new Item("00450", "Paracetamol 500 mg", 75, 0.02, "0700000412"),
            new Item("01002", "Syringe 5 ml, box of 100", 5, 4.30, "0700000731"));

    @Override
    public String path() {
        return "stock_levels.csv";
    }

    @Override
    public byte[] content() {
        final List<List<String>> linesBySeries = new ArrayList<>();
        for (final Warehouse warehouse : WAREHOUSES) {
            for (final Item item : ITEMS) {
                final int series = linesBySeries.size();
                linesBySeries.add(linesOf(warehouse, item, series, new Chance(SEED + series)));
            }
        }
        final StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (int day = 0; day < DAYS; day++) {
            for (final List<String> lines : linesBySeries) {
                text.append(lines.get(day)).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> linesOf(
            final Warehouse warehouse, final Item item, final int series, final Chance chance) {
        final List<String> lines = new ArrayList<>();
        final boolean runsOut =
                warehouse.name().equals(RUNNING_OUT_WAREHOUSE) && item.code().equals(RUNNING_OUT_CODE);
        final double usual = item.issuedPerDay() * warehouse.size();
        final long target = StrictMath.round(usual * DAYS_OF_TARGET_STOCK / 10) * 10;
        long stock = StrictMath.round(target * (0.65 + 0.3 * chance.uniform()));
        double cost = item.cost();
        for (int day = 0; day < DAYS; day++) {
            final LocalDate date = FIRST_DAY.plusDays(day);
            final boolean delivered = (day + 3 * series) % DAYS_BETWEEN_DELIVERIES == 0;
            final double fulfilled = 0.9 + 0.1 * chance.uniform();
            final double priceStep = 1 + 0.04 * chance.normal();
            long received = 0;
            if (delivered && !(runsOut && !date.isBefore(NO_DELIVERY_FROM))) {
                received = StrictMath.max(0, StrictMath.round((target - stock) * fulfilled / 10) * 10);
                cost *= priceStep;
            }
            final double rhythm = date.getDayOfWeek() == DayOfWeek.FRIDAY ? 0.3 : 1.1;
            final boolean outbreak = runsOut && !date.isBefore(OUTBREAK_FROM);
            final int wanted = chance.count(
                    usual * rhythm * (outbreak ? 1.6 : 1.0) * StrictMath.max(0.5, 1 + 0.12 * chance.normal()));
            final long issued = StrictMath.min(wanted, stock + received);
            stock += received - issued;

            final boolean complete = runsOut && !date.isBefore(NO_DELIVERY_FROM);
            lines.add(Stream.of(
                            DAY_FIRST.format(date),
                            warehouse.name(),
                            item.code(),
                            item.name(),
                            orNotKnown(Long.toString(stock), 0.007, complete, chance),
                            orNotKnown(Long.toString(received), 0.008, complete, chance),
                            orNotKnown(Long.toString(issued), 0.01, complete, chance),
                            orNotKnown(Chance.decimal(cost, 4), 0.02, complete, chance),
                            orNotKnown(item.phone(), 0.01, complete, chance))
                    .map(StockLevels::quoted)
                    .collect(Collectors.joining(",")));
        }
        return lines;
    }

    private static String orNotKnown(
            final String text, final double probability, final boolean complete, final Chance chance) {
        final boolean lost = chance.happens(probability);
        return lost && !complete ? NOT_KNOWN : text;
    }

    private static String quoted(final String field) {
        final boolean plain = field.indexOf(',') < 0 && field.indexOf('"') < 0;
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private record Warehouse(String name, double size) {}

    private record Item(String code, String name, double issuedPerDay, double cost, String phone) {}
}
