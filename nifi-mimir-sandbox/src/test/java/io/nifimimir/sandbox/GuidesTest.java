/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.monitoring.alert.AlertPolicies;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.sandbox.Fence.Kind;
import io.nifimimir.source.AutoTrainRequest;
import io.nifimimir.source.RefusedRequestException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the guides show, as far as no NiFi is needed to know whether it is true; the commands are run by {@link GuidesIT}. */
class GuidesTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    private static final Pattern MIMIR_COMMAND = Pattern.compile("\\./mimir ([a-z]+)(?: ([a-z]+))?");

    @TestFactory
    Stream<DynamicTest> eachGuideIsTrue() throws IOException {
        return Guide.all().stream()
                .map(guide -> DynamicTest.dynamicTest(guide.file().toString(), () -> {
                    final List<String> wrong = new ArrayList<>(brokenLinks(guide));
                    for (final Fence fence : guide.fences()) {
                        final String place = guide.place(fence);
                        problem(guide, fence).ifPresent(problem -> wrong.add(place + ": " + problem));
                    }
                    assertEquals(List.of(), wrong);
                }));
    }

    private static Optional<String> problem(final Guide guide, final Fence fence) throws IOException {
        final Kind kind = fence.kind().orElse(null);
        return switch (kind) {
            case null ->
                Optional.of("block of the unknown kind [%s], expected one of %s".formatted(fence.info(), Kind.known()));
            case TEXT, SQL, RULES -> Optional.empty();
            case CONSOLE -> unlessBehindWhatPrints(guide, fence);
            case BASH, ROOT -> unlessShellReadsIt(fence.text());
            case MIMIR -> unlessScriptKnowsIt(fence.text());
            case PROPERTIES -> unlessSandboxHasIt(fence.text());
            case RULE -> refusal(() -> RuleConditions.parse(fence.text()));
            case ALERTING -> refusal(() -> AlertPolicies.parse(fence.text()));
            case REQUEST -> refusal(() -> request(fence.text()));
            case OPTIONS ->
                refusal(() ->
                        request("{\"data_source\": {\"type\": \"stream\", \"stream_id\": \"any\"}, \"options\": %s}"
                                .formatted(fence.text())));
            case RULE_REFUSED -> unlessRefused(guide, fence, refusal(() -> RuleConditions.parse(fence.text())));
            case REQUEST_REFUSED -> unlessRefused(guide, fence, refusal(() -> request(fence.text())));
        };
    }

    private interface Parser {
        void parse() throws IOException, RefusedRequestException;
    }

    private static Optional<String> refusal(final Parser parser) throws IOException {
        try {
            parser.parse();
            return Optional.empty();
        } catch (final IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        } catch (final RefusedRequestException e) {
            return Optional.of("%d %s: %s".formatted(e.status(), e.field(), e.getMessage()));
        }
    }

    private static void request(final String json) throws IOException, RefusedRequestException {
        try (InputStream body = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
            AutoTrainRequest.parse(body);
        }
    }

    private static Optional<String> unlessRefused(
            final Guide guide, final Fence fence, final Optional<String> refusal) {
        if (refusal.isEmpty()) {
            return Optional.of("is not refused");
        }
        return guide.consoleBehind(fence)
                .map(console -> new ConsolePattern(console.text()).differenceTo(refusal.get()))
                .orElseGet(() -> Optional.of("the refusal is not shown"));
    }

    private static Optional<String> unlessBehindWhatPrints(final Guide guide, final Fence fence) {
        final int before = guide.fences().indexOf(fence) - 1;
        final boolean prints = before >= 0
                && guide.fences()
                        .get(before)
                        .kind()
                        .filter(kind -> kind == Kind.BASH || kind.isRefused())
                        .isPresent();
        return prints ? Optional.empty() : Optional.of("output of nothing: no commands stand right before it");
    }

    private static Optional<String> unlessShellReadsIt(final String commands) throws IOException {
        final Process shell =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (InputStream said = shell.getInputStream()) {
            shell.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
            shell.getOutputStream().close();
            final String problem = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
        }
    }

    private static Optional<String> unlessScriptKnowsIt(final String commands) throws IOException {
        final String script = Files.readString(Guide.CHECKOUT.resolve("mimir"));
        final String help = script.substring(script.indexOf("<<'HELP'"), script.indexOf("\nHELP\n"));
        for (final String line :
                commands.lines().filter(any -> !any.startsWith("#")).toList()) {
            final Matcher command = MIMIR_COMMAND.matcher(line);
            if (!command.lookingAt()) {
                return Optional.of("[%s] is no command of ./mimir".formatted(line));
            }
            if (!help.contains(command.group().strip())) {
                return Optional.of("./mimir help does not tell of [%s]".formatted(command.group()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unlessSandboxHasIt(final String lines) throws IOException {
        final Properties sandbox = new Properties();
        try (InputStream properties = NiFiHome.class.getResourceAsStream("conf/nifi.properties")) {
            sandbox.load(properties);
        }
        return lines.lines()
                .filter(line -> !line.equals(line.substring(0, line.indexOf('=') + 1)
                        + sandbox.getProperty(line.substring(0, line.indexOf('=')))))
                .findFirst()
                .map("the sandbox does not have the line %s"::formatted);
    }

    private static List<String> brokenLinks(final Guide guide) throws IOException {
        final List<String> broken = new ArrayList<>();
        final Path page = Guide.CHECKOUT.resolve(guide.file());
        final Matcher links = LINK.matcher(guide.text());
        while (links.find()) {
            final Path target = links.group(1).isEmpty() ? page : page.resolveSibling(links.group(1));
            final String heading = links.group(2);
            if (!Files.exists(target) || heading != null && !anchors(target).contains(heading)) {
                broken.add("%s: the link %s leads nowhere".formatted(guide.file(), links.group()));
            }
        }
        return broken;
    }

    /** The headings of a page, as links name them. */
    private static Set<String> anchors(final Path page) throws IOException {
        return Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** A guide that nobody finds is of no use. */
    @Test
    void readmeLeadsToEachGuide() throws IOException {
        final String readme = Files.readString(Guide.CHECKOUT.resolve("README.md"));
        final Set<String> unreached = new TreeSet<>();
        for (final Guide guide : Guide.all()) {
            final String file = guide.file().toString();
            if (!file.equals("README.md") && !readme.contains("](%s)".formatted(file))) {
                unreached.add(file);
            }
        }
        assertTrue(unreached.isEmpty(), "README.md does not lead to " + unreached);
    }
}
