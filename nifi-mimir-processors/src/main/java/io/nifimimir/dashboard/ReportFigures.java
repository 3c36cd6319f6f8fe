/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Pictures of reports, as SVG within the page. They are made of numbers alone, so nothing in them has to be escaped. */
final class ReportFigures {
    private static final double WIDTH = 160;
    private static final double HEIGHT = 36;
    private static final double MARGIN = 3;
    private static final double SIDE = 280;

    private ReportFigures() {}

    /** A point of a picture: from left to right, and from the bottom to the top. */
    record Place(double across, double up) {}

    /** The course of a series, its newest point marked; empty where there is none. */
    static String course(final List<Double> values) {
        if (values.size() < 2) {
            return "";
        }
        final Scale height = Scale.of(values.stream().mapToDouble(Double::doubleValue), HEIGHT);
        final Scale width = Scale.of(DoubleStream.of(0, values.size() - 1.0), WIDTH);
        final StringBuilder points = new StringBuilder();
        for (int index = 0; index < values.size(); index++) {
            points.append(number(width.at(index)))
                    .append(',')
                    .append(number(HEIGHT - height.at(values.get(index))))
                    .append(' ');
        }
        return "<svg class=\"course\" viewBox=\"0 0 %s %s\" aria-hidden=\"true\"><polyline points=\"%s\"/><circle cx=\"%s\" cy=\"%s\" r=\"2.6\"/></svg>"
                .formatted(
                        number(WIDTH),
                        number(HEIGHT),
                        points.toString().strip(),
                        number(width.at(values.size() - 1.0)),
                        number(HEIGHT - height.at(values.getLast())));
    }

    /** Points in a square that has the same scale on both sides, and its diagonal; empty where there is none. */
    static String square(final List<Place> places) {
        if (places.isEmpty()) {
            return "";
        }
        final Scale scale =
                Scale.of(places.stream().flatMapToDouble(place -> DoubleStream.of(place.across(), place.up())), SIDE);
        final String circles = places.stream()
                .map(place -> "<circle cx=\"%s\" cy=\"%s\" r=\"2.5\"/>"
                        .formatted(number(scale.at(place.across())), number(SIDE - scale.at(place.up()))))
                .collect(Collectors.joining());
        return "<svg class=\"square\" viewBox=\"0 0 %1$s %1$s\" aria-hidden=\"true\"><path d=\"M0 %1$s L%1$s 0\"/>%2$s</svg>"
                .formatted(number(SIDE), circles);
    }

    private static String number(final double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Puts values from the lowest to the highest onto a length, with a margin. */
    private record Scale(double low, double span, double length) {
        static Scale of(final DoubleStream values, final double length) {
            final double[] all = values.toArray();
            final double low = DoubleStream.of(all).min().orElse(0);
            final double span = DoubleStream.of(all).max().orElse(0) - low;
            return new Scale(low, span > 0 ? span : 1, length);
        }

        double at(final double value) {
            return MARGIN + (value - low) / span * (length - 2 * MARGIN);
        }
    }
}
