/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Nar;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The demo's NiFi: one home, one process that outlives the command that started it, and the bundle's NAR in it.
 *
 * <p>The NAR is uploaded rather than put into extensions/, because NiFi replaces only uploaded NARs while it runs.
 */
public final class Sandbox {

    private static final int PREFERRED_PORT = 18_080;
    private static final Duration READY_DEADLINE = Duration.ofMinutes(5);
    private static final Duration INSTALL_DEADLINE = Duration.ofMinutes(2);

    private final Path home;
    private final Assembly assembly;
    private final int port;
    private final PrintStream out;

    /** A sandbox in this home; port 0 leaves the choice to the sandbox. */
    public Sandbox(final Path home, final Assembly assembly, final int port, final PrintStream out) {
        this.home = home;
        this.assembly = assembly;
        this.port = port;
        this.out = out;
    }

    /** Makes the sandbox run with the NAR as it was last built, whatever was there before, and returns it ready to use. */
    public NiFiInstance up() {
        final Optional<NiFiInstance> present = NiFiInstance.attach(home);
        final NiFiInstance instance = present.orElseGet(this::start);
        out.println(present.isPresent() ? "NiFi runs already; waiting for it ..." : "NiFi is starting ...");
        instance.awaitReady(READY_DEADLINE);
        deploy(instance);
        return instance;
    }

    /** Puts the NAR as it was last built into the sandbox that runs. */
    public NiFiInstance reload() {
        final NiFiInstance instance = NiFiInstance.attach(home)
                .orElseThrow(() -> new IllegalStateException("No sandbox runs in %s; start it first".formatted(home)));
        instance.awaitReady(READY_DEADLINE);
        deploy(instance);
        return instance;
    }

    /** Stops the sandbox; its flows and its data stay. */
    public boolean down() {
        final Optional<NiFiInstance> present = NiFiInstance.attach(home);
        present.ifPresent(NiFiInstance::stop);
        return present.isPresent();
    }

    /** Ends the sandbox as a crash would. */
    public boolean kill() {
        final Optional<NiFiInstance> present = NiFiInstance.attach(home);
        present.ifPresent(NiFiInstance::kill);
        return present.isPresent();
    }

    private NiFiInstance start() {
        return NiFiInstance.builder(home, assembly.lib())
                .port(choosePort())
                .detached()
                .build()
                .start();
    }

    private int choosePort() {
        final boolean isFirstStart = new NiFiHome(home).port().isEmpty();
        return port == 0 && isFirstStart && Ports.isFree(PREFERRED_PORT) ? PREFERRED_PORT : port;
    }

    private void deploy(final NiFiInstance instance) {
        final Nar nar = instance.client().nars().ensureInstalled(assembly.nar(), INSTALL_DEADLINE);
        out.printf(
                "%s %s is installed%n",
                nar.coordinate().artifact(), nar.coordinate().version());
    }

    /** The command line behind {@code ./mimir}. */
    public static void main(final String[] arguments) {
        final Map<String, String> environment = System.getenv();
        final Path work = Path.of(environment.getOrDefault("MIMIR_HOME", ".mimir"));
        final Path home = work.resolve("nifi");
        final int port = Integer.parseInt(environment.getOrDefault("MIMIR_PORT", "0"));
        final Sandbox sandbox = new Sandbox(home, Assembly.current(), port, System.out);
        final String command = arguments.length == 1 ? arguments[0] : "";
        switch (command) {
            case "up" -> new Demo(sandbox.up(), new Folders(work), System.out).run();
            case "reload" ->
                System.out.printf("The canvas: %s%n", sandbox.reload().client().canvas());
            case "down" -> System.out.println(sandbox.down() ? "Stopped; flows and data are kept" : "Nothing runs");
            case "kill" -> System.out.println(sandbox.kill() ? "Killed; flows and data are kept" : "Nothing runs");
            default -> {
                System.err.println("up, reload, down or kill?");
                System.exit(2);
            }
        }
    }
}
