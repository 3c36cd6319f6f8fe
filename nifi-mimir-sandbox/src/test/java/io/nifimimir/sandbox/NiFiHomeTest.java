/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NiFiHomeTest {

    @TempDir
    private Path folder;

    private NiFiHome home;

    @BeforeEach
    void setUp() {
        home = new NiFiHome(folder.resolve("home"));
    }

    @Test
    void laysOutAHomeThatOnlyThisMachineReachesAndThatSurvivesAPowerLoss() throws IOException {
        home.prepare(8081, folder.resolve("lib"), List.of(), Map.of());

        final Properties properties = properties();
        assertEquals("127.0.0.1", properties.getProperty("nifi.web.http.host"));
        assertEquals("8081", properties.getProperty("nifi.web.http.port"));
        assertEquals(folder.resolve("lib").toString(), properties.getProperty("nifi.nar.library.directory"));
        for (final String repository : List.of("flowfile", "content", "provenance")) {
            assertEquals("true", properties.getProperty("nifi." + repository + ".repository.always.sync"));
        }
        assertTrue(
                properties.values().stream().noneMatch(value -> value.toString().contains("@")));
        assertTrue(Files.exists(home.conf().resolve("state-management.xml")));
        assertTrue(Files.isDirectory(home.extensions()));
    }

    @Test
    void keepsWhatIsThereAndRefreshesPortAndLib() throws IOException {
        home.prepare(8081, folder.resolve("lib"), List.of(), Map.of());
        final String key = properties().getProperty("nifi.sensitive.props.key");
        final Path file = home.conf().resolve("nifi.properties");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("nifi.bored.yield.duration=10 millis", "nifi.bored.yield.duration=1 sec"));
        Files.writeString(home.conf().resolve("logback.xml"), "<configuration/>");

        home.prepare(8082, folder.resolve("other"), List.of(), Map.of());

        final Properties properties = properties();
        assertEquals("8082", properties.getProperty("nifi.web.http.port"));
        assertEquals(folder.resolve("other").toString(), properties.getProperty("nifi.nar.library.directory"));
        assertEquals("1 sec", properties.getProperty("nifi.bored.yield.duration"));
        assertEquals(key, properties.getProperty("nifi.sensitive.props.key"));
        assertEquals("<configuration/>", Files.readString(home.conf().resolve("logback.xml")));
    }

    @Test
    void settingsTakeThePlaceOfTheTemplatesOrStandBelow() throws IOException {
        final Map<String, String> settings =
                Map.of("nifi.bored.yield.duration", "2 sec", "nifi.nar.library.directory.more", "/opt/more");
        home.prepare(8081, folder, List.of(), settings);
        home.prepare(8081, folder, List.of(), settings);

        assertEquals("2 sec", properties().getProperty("nifi.bored.yield.duration"));
        assertEquals("/opt/more", properties().getProperty("nifi.nar.library.directory.more"));
        assertEquals(
                1,
                Files.readAllLines(home.conf().resolve("nifi.properties")).stream()
                        .filter(line -> line.startsWith("nifi.nar.library.directory.more"))
                        .count());
    }

    @Test
    void eachHomeHasAKeyOfItsOwn() throws IOException {
        home.prepare(8081, folder, List.of(), Map.of());
        final String key = properties().getProperty("nifi.sensitive.props.key");
        home = new NiFiHome(folder.resolve("second"));
        home.prepare(8081, folder, List.of(), Map.of());

        assertNotEquals(key, properties().getProperty("nifi.sensitive.props.key"));
        assertTrue(key.length() >= 32, key);
    }

    @Test
    void knowsThePortOfTheLastStart() {
        assertEquals(OptionalInt.empty(), home.port());

        home.prepare(8081, folder, List.of(), Map.of());

        assertEquals(OptionalInt.of(8081), home.port());
    }

    @Test
    void extensionsHoldJustTheGivenNarsAsTheyAreNow() throws IOException {
        final Path nar = Files.writeString(folder.resolve("a.nar"), "old");
        home.prepare(8081, folder, List.of(nar), Map.of());
        Files.writeString(home.extensions().resolve("left-over.nar"), "left over");
        Files.writeString(nar, "new");

        home.prepare(8081, folder, List.of(nar), Map.of());

        assertEquals("new", Files.readString(home.extensions().resolve("a.nar")));
        assertFalse(Files.exists(home.extensions().resolve("left-over.nar")));
    }

    private Properties properties() throws IOException {
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(home.conf().resolve("nifi.properties"))) {
            properties.load(reader);
        }
        return properties;
    }
}
