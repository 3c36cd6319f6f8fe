/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

/** A headless Chromium of this machine. Nothing is downloaded: where there is none, {@link #WANTED} says how to get one. */
final class Browser implements AutoCloseable {
    static final String WANTED = """
            These tests look at the page in a real browser, and neither Chromium with its driver nor Chrome with its driver is on the PATH. \
            To get one: Debian, Ubuntu: apt-get install chromium chromium-driver; Fedora: dnf install chromium chromedriver; \
            macOS: brew install --cask chromium chromedriver""";

    /** Set to {@code required} where these tests must not be skipped. */
    static final String VARIABLE = "MIMIR_BROWSER";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(final ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * @return empty where the machine has none
     * @throws IllegalStateException where it has none and {@link #VARIABLE} says that it must
     */
    static Optional<Browser> open() {
        final Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        final Optional<Path> chromeDriver = onPath("chromedriver", "chromium-driver");
        if (chromium.isEmpty() || chromeDriver.isEmpty()) {
            if ("required".equals(System.getenv(VARIABLE))) {
                throw new IllegalStateException("%s is set to required. %s".formatted(VARIABLE, WANTED));
            }
            return Optional.empty();
        }
        final ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        // Root, as whom tests run in containers, has no sandbox of Chromium's
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars");
        final LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        final ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromeDriver.get().toFile())
                .usingAnyFreePort()
                .build();
        return Optional.of(new Browser(new ChromeDriver(service, options)));
    }

    private static Optional<Path> onPath(final String... programs) {
        final List<String> folders =
                List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Arrays.stream(programs)
                .flatMap(program -> folders.stream().map(folder -> Path.of(folder, program)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Sets the size of the window, in the pixels that style sheets count. */
    void resize(final int width, final int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void prefer(final String colourScheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
    }

    /** Opens a view, and waits until it is there with all that it draws. */
    void open(final URI page, final String view) {
        driver.get("about:blank");
        driver.get(page.resolve("/" + view).toString());
        Await.until("the view " + view, SOON, () -> String.valueOf(driver.executeScript("""
                        const main = document.getElementById('main');
                        const charts = [...document.querySelectorAll('.chart')];
                        return main.querySelector('h1') !== null && !main.hasAttribute('aria-busy')
                            && charts.every(chart => chart.querySelector('canvas') !== null) ? 'there' : main.textContent""")), "there"::equals);
    }

    /** Opens a group of NiFi's canvas, and waits until all that is in it is drawn. */
    void openCanvas(final URI canvas) {
        driver.get("about:blank");
        driver.get(canvas.toString());
        Await.until("the canvas " + canvas, SOON, () -> driver.executeScript("""
                        return document.querySelectorAll('g.processor').length > 0
                            && [...document.querySelectorAll('g.processor text.processor-name')].every(name => name.textContent !== '')"""), Boolean.TRUE::equals);
    }

    String text() {
        return driver.findElement(By.tagName("main")).getText();
    }

    List<String> texts(final String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    void click(final String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /** Types into a field, in place of what stands there. */
    void type(final String selector, final String text) {
        final WebElement field = driver.findElement(By.cssSelector(selector));
        field.clear();
        field.sendKeys(text);
    }

    /** Presses the key Enter where the keyboard is. */
    void pressEnterOn(final String selector) {
        driver.findElement(By.cssSelector(selector)).sendKeys(Keys.ENTER);
    }

    /** Leaves for a page of nowhere, as whose origin a browser tells null. */
    void leave() {
        driver.get("about:blank");
    }

    /** Runs a script that calls its last argument when it is done, and returns what it calls it with. */
    Object awaitScript(final String script, final Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    Object script(final String script) {
        return driver.executeScript(script);
    }

    /** What the console holds since this was asked last, from errors on. */
    List<String> problems() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses that were asked for since this was asked last. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .flatMap(Browser::requested)
                .toList();
    }

    private static Stream<String> requested(final String message) {
        try {
            final JsonNode event = MAPPER.readTree(message).path("message");
            return "Network.requestWillBeSent".equals(event.path("method").asText())
                    ? Stream.of(event.path("params").path("request").path("url").asText())
                    : Stream.empty();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What axe-core finds to keep people out, each with the place. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        driver.executeScript(axe());
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[0];
                axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}).then(result =>
                    done(result.violations.flatMap(one => one.nodes.map(node =>
                        `${one.id}: ${node.target.join(' ')}: ${node.failureSummary}`))))""");
    }

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading axe-core", e);
        }
    }

    void screenshot(final Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (final IOException e) {
            throw new UncheckedIOException("Writing " + file, e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
