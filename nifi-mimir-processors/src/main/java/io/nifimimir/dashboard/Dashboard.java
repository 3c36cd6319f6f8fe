/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what a browser asks for: the page, its files, and the views of the store that it shows. */
public final class Dashboard {
    private static final String API = "/api/";

    private static final String DISPOSITION = "Content-Disposition";

    private static final int MODELS = 2_000;

    private static final int ROWS = 50;

    private static final int MOST_ROWS = 500;

    /** Spans of time, each with four points at most: about as many as a screen has columns. */
    private static final int SPANS = 800;

    private static final int MOST_SPANS = 5_000;

    private final Assets assets = new Assets();

    private final DashboardSettings settings;

    private final Clock clock;

    public Dashboard(final DashboardSettings settings, final Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Answers in any case; what a browser does wrong is told in the answer. */
    public DashboardResponse answer(final DashboardRequest request, final DashboardRepository repository) {
        final DashboardResponse response = respond(request, repository);
        return request.acceptsGzip() && !response.headers().containsKey("Content-Encoding")
                ? response.compressed()
                : response;
    }

    private DashboardResponse respond(final DashboardRequest request, final DashboardRepository repository) {
        if (!settings.isOwnName(request.header("Host").orElse(""))) {
            return DashboardResponse.error(
                    421, settings.explainNames(request.header("Host").orElse("")));
        }
        if (!"GET".equals(request.method()) && !"HEAD".equals(request.method())) {
            return DashboardResponse.error(405, "The page is read with GET, found %s".formatted(request.method()))
                    .with("Allow", "GET, HEAD");
        }
        if ("/".equals(request.path()) || request.path().isEmpty()) {
            return DashboardResponse.html(assets.index());
        }
        if (request.path().startsWith(API)) {
            try {
                return view(request.path().substring(API.length()), request, repository);
            } catch (final RequestException e) {
                return DashboardResponse.error(400, e.getMessage());
            }
        }
        return assets.find(request.path(), request.acceptsGzip())
                .orElseGet(() -> DashboardResponse.error(404, "There is no [%s] here".formatted(request.path())));
    }

    private DashboardResponse view(
            final String name, final DashboardRequest request, final DashboardRepository repository) {
        return switch (name) {
            case "settings" -> DashboardResponse.json(200, Map.of("nifi_address", settings.nifiAddress()));
            case "overview" -> DashboardResponse.json(200, repository.overview(clock.instant()));
            case "report.html" -> report(request, repository);
            case "metrics" -> DashboardResponse.json(200, repository.metrics());
            case "entities" ->
                DashboardResponse.json(
                        200,
                        repository.entities(
                                request.required("ontology"),
                                request.required("metric"),
                                request.text("search"),
                                request.count("limit", MOST_ROWS, MOST_ROWS)));
            case "series" -> series(request, repository);
            case "alerts" -> DashboardResponse.json(200, repository.alerts(alertFilter(request)));
            case "alert" -> alert(request, repository);
            case "models" -> DashboardResponse.json(200, repository.models(MODELS));
            case "model", "model-card.json", "model-card.html" -> model(name, request, repository);
            case "datasets" -> DashboardResponse.json(200, repository.datasets(MOST_ROWS));
            case "dataset" ->
                repository
                        .profile(request.required("key"))
                        .map(profile -> DashboardResponse.json(200, ViewJson.raw(profile)))
                        .orElseGet(() -> DashboardResponse.error(
                                404, "No profile of the training [%s] is kept".formatted(request.text("key"))));
            case "runs" ->
                DashboardResponse.json(
                        200,
                        repository.runs(new RunFilter(
                                request.text("status"),
                                request.text("job"),
                                request.instant("before"),
                                request.count("limit", ROWS, MOST_ROWS))));
            default -> DashboardResponse.error(404, "There is no view [%s]".formatted(name));
        };
    }

    private static DashboardResponse series(final DashboardRequest request, final DashboardRepository repository) {
        final SeriesKey series =
                new SeriesKey(request.required("ontology"), request.text("entity"), request.required("metric"));
        return new SeriesCharts(repository)
                .chart(
                        series,
                        request.instant("from"),
                        request.instant("to"),
                        request.count("spans", SPANS, MOST_SPANS))
                .map(chart -> DashboardResponse.json(200, chart))
                .orElseGet(() -> DashboardResponse.error(
                        404,
                        "There is no point of [%s] of [%s] in [%s]"
                                .formatted(series.metricName(), series.entityId(), series.ontologyId())));
    }

    private DashboardResponse report(final DashboardRequest request, final DashboardRepository repository) {
        final ReportLanguage language = ReportLanguage.ofTag(request.text("lang"));
        return DashboardResponse.html(SituationReport.html(repository.overview(clock.instant()), language))
                .with(DISPOSITION, "attachment; filename=\"situation-%s.html\"".formatted(language.tag()));
    }

    private static DashboardResponse model(
            final String name, final DashboardRequest request, final DashboardRepository repository) {
        final String id = request.required("id");
        final Optional<ModelViews.ModelView> found = new ModelViews(repository).find(id);
        if (found.isEmpty()) {
            return DashboardResponse.error(404, "There is no model [%s]".formatted(id));
        }
        final String file = ModelCard.fileName(found.get().model());
        return switch (name) {
            case "model-card.html" ->
                DashboardResponse.html(ModelCard.html(found.get()))
                        .with(DISPOSITION, "attachment; filename=\"%s.html\"".formatted(file));
            case "model-card.json" ->
                DashboardResponse.json(200, found.get())
                        .with(DISPOSITION, "attachment; filename=\"%s.json\"".formatted(file));
            default -> DashboardResponse.json(200, found.get());
        };
    }

    private static AlertFilter alertFilter(final DashboardRequest request) {
        return new AlertFilter(
                request.text("status"),
                request.text("severity"),
                request.text("search"),
                null,
                request.instant("before"),
                request.count("limit", ROWS, MOST_ROWS));
    }

    private static DashboardResponse alert(final DashboardRequest request, final DashboardRepository repository) {
        final String id = request.required("id");
        return repository
                .alert(id)
                .map(alert -> DashboardResponse.json(200, new AlertDetails(alert, repository.steps(id))))
                .orElseGet(() -> DashboardResponse.error(404, "There is no alert [%s]".formatted(id)));
    }

    /** An alert with its life. */
    private record AlertDetails(AlertRow alert, List<AlertStep> steps) {}
}
