/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Holds the direction of the arrows between the packages, and NiFi out of the domain. */
class DependencyDirectionTest {
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.nifimimir");
    }

    @Test
    void arrowsRunOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("dataset")
                .definedBy("io.nifimimir.dataset..")
                .layer("ingest")
                .definedBy("io.nifimimir.ingest..")
                .layer("training")
                .definedBy("io.nifimimir.training..")
                .layer("monitoring")
                .definedBy("io.nifimimir.monitoring..")
                .layer("dashboard")
                .definedBy("io.nifimimir.dashboard..")
                .layer("source")
                .definedBy("io.nifimimir.source..")
                .layer("store")
                .definedBy("io.nifimimir.store..")
                .layer("api")
                .definedBy("io.nifimimir.api..")
                .layer("services")
                .definedBy("io.nifimimir.services..")
                .layer("processors")
                .definedBy("io.nifimimir.processors..")
                .whereLayer("processors")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("services")
                .mayOnlyBeAccessedByLayers("processors")
                .whereLayer("dashboard")
                .mayOnlyBeAccessedByLayers("processors", "services", "store")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("processors")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("services", "processors", "api")
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("processors", "services")
                .whereLayer("training")
                .mayOnlyBeAccessedByLayers("processors", "services", "store", "api", "dashboard")
                .whereLayer("monitoring")
                .mayOnlyBeAccessedByLayers("processors", "services", "store", "source", "api", "dashboard")
                .whereLayer("source")
                .mayOnlyBeAccessedByLayers("processors", "services", "store", "api")
                .whereLayer("dataset")
                .mayOnlyBeAccessedByLayers(
                        "processors",
                        "services",
                        "store",
                        "ingest",
                        "training",
                        "monitoring",
                        "source",
                        "api",
                        "dashboard")
                .check(classes);
    }

    @Test
    void domainKnowsNoNiFi() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.nifimimir.dataset..",
                        "io.nifimimir.ingest..",
                        "io.nifimimir.training..",
                        "io.nifimimir.monitoring..",
                        "io.nifimimir.dashboard..",
                        "io.nifimimir.source..",
                        "io.nifimimir.api..",
                        "io.nifimimir.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.nifi..")
                .check(classes);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.nifimimir.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void roomsOfTrainingFormNoCycle() {
        slices().matching("io.nifimimir.training.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void roomsOfMonitoringFormNoCycle() {
        slices().matching("io.nifimimir.monitoring.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
