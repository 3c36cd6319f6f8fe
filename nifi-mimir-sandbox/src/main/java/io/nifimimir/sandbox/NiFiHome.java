/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder that a NiFi lives in: configuration, repositories, logs. NiFi's own jars and NARs are referenced from where
 * they were assembled, so a home is small and can be thrown away.
 */
public record NiFiHome(Path path) {

    private static final List<String> TEMPLATES =
            List.of("logback.xml", "state-management.xml", "authorizers.xml", "login-identity-providers.xml");
    private static final Pattern PORT = Pattern.compile("(?m)^nifi\\.web\\.http\\.port=(.*)$");
    private static final Pattern LIB = Pattern.compile("(?m)^nifi\\.nar\\.library\\.directory=(.*)$");
    private static final int SENSITIVE_KEY_BYTES = 24;

    public NiFiHome {
        path = Objects.requireNonNull(path, "Path required").toAbsolutePath().normalize();
    }

    public Path conf() {
        return path.resolve("conf");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** The log of NiFi itself and of the components in it. */
    public Path appLog() {
        return logs().resolve("nifi-app.log");
    }

    /** What the process printed, which is all there is where it died before its logging was set up. */
    Path consoleLog() {
        return logs().resolve("nifi-console.log");
    }

    public Path extensions() {
        return path.resolve("extensions");
    }

    Path run() {
        return path.resolve("run");
    }

    private Path properties() {
        return conf().resolve("nifi.properties");
    }

    /** The port that this home was last prepared for. */
    OptionalInt port() {
        if (!Files.exists(properties())) {
            return OptionalInt.empty();
        }
        final Matcher matcher = PORT.matcher(read(properties()));
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /**
     * Lays the home out, or refreshes the port and the place of NiFi's jars where it stands already: whatever else is in
     * the configuration was put there by somebody, and stays.
     *
     * @param settings lines of nifi.properties by name that shall be other than the template has them
     */
    void prepare(final int port, final Path lib, final List<Path> nars, final Map<String, String> settings) {
        try {
            for (final Path folder : List.of(conf(), logs(), extensions(), run())) {
                Files.createDirectories(folder);
            }
            for (final String template : TEMPLATES) {
                final Path target = conf().resolve(template);
                if (!Files.exists(target)) {
                    Files.writeString(target, template(template));
                }
            }
            final String text = with(settings, properties(port, lib));
            if (!Files.exists(properties()) || !text.equals(read(properties()))) {
                // Not where it stays the same: the power may go in the middle of it
                Files.writeString(properties(), text);
            }
            mirrorExtensions(nars);
            new FlowRescue(conf()).run();
        } catch (final IOException e) {
            throw new UncheckedIOException("Preparing the home " + path, e);
        }
    }

    private String properties(final int port, final Path lib) {
        final String current = Files.exists(properties())
                ? read(properties())
                : template("nifi.properties").replace("@SENSITIVE_KEY@", randomKey());
        final String withPort = PORT.matcher(current).replaceAll("nifi.web.http.port=" + port);
        // A properties file reads a backslash as an escape, and NiFi takes slashes on every system
        final String libText = lib.toAbsolutePath().toString().replace('\\', '/');
        return LIB.matcher(withPort).replaceAll(Matcher.quoteReplacement("nifi.nar.library.directory=" + libText));
    }

    private static String with(final Map<String, String> settings, final String properties) {
        String changed = properties;
        for (final Map.Entry<String, String> setting : settings.entrySet()) {
            final String line = setting.getKey() + "=" + setting.getValue();
            final Matcher matcher = Pattern.compile("(?m)^%s=.*$".formatted(Pattern.quote(setting.getKey())))
                    .matcher(changed);
            changed = matcher.find()
                    ? matcher.replaceAll(Matcher.quoteReplacement(line))
                    : changed + line + System.lineSeparator();
        }
        return changed;
    }

    /** Makes extensions/ hold just these NARs: a leftover of the same coordinate would be loaded in place of a newer one. */
    private void mirrorExtensions(final List<Path> nars) throws IOException {
        final Set<String> wanted = new HashSet<>();
        for (final Path nar : nars) {
            final Path target = extensions().resolve(nar.getFileName().toString());
            wanted.add(target.getFileName().toString());
            if (!Files.exists(target) || Files.mismatch(nar, target) >= 0) {
                Files.copy(nar, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Stream<Path> present = Files.list(extensions())) {
            for (final Path file : present.toList()) {
                if (!wanted.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String randomKey() {
        final byte[] bytes = new byte[SENSITIVE_KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String template(final String name) {
        try (InputStream template = NiFiHome.class.getResourceAsStream("conf/" + name)) {
            return new String(Objects.requireNonNull(template, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading the template " + name, e);
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading " + file, e);
        }
    }
}
